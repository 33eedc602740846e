import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBundle } from '../../worker/bundle';

/** The workflow bundle of the present sources: made once for all tests of a run (see global-setup.ts). */
export function workflowBundle(): Promise<string> {
  const made = process.env['TEST_WORKFLOW_BUNDLE'];
  return made === undefined ? makeBundle() : Promise.resolve(made);
}

export function makeBundle(): Promise<string> {
  return writeBundle(join(tmpdir(), `studio-engine-workflows-${process.pid}.js`));
}

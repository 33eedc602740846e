import { spawnSync } from 'node:child_process';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { searchAttributeTypes } from '../../scripts/temporal/search-attributes';
import { findTestServer } from '../../scripts/test-server/test-server';
import { installQuietRuntime } from './quiet-runtime';

export const canSkipTime = process.env['CI'] !== undefined || spawnSync('java', ['-version']).status === 0;

/** Without Java long timers are not tested, except in CI, where nobody would notice. */
export function describeWithTimeSkipping(name: string, tests: () => void): void {
  if (canSkipTime) describe(name, tests);
  else describe.skip(`${name} (skipped: the time-skipping server needs Java)`, tests);
}

/** A Temporal server whose time passes as fast as a test wants. */
export async function createTimeSkipping(): Promise<TestWorkflowEnvironment> {
  installQuietRuntime();
  const path = await findTestServer();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  // It cannot tell which it has, as registerSearchAttributes asks.
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: searchAttributeTypes(),
  });
  return env;
}

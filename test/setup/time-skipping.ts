import { spawnSync } from 'node:child_process';
import { SearchAttributeType } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTestServer } from '../../scripts/test-server/test-server';
import { searchAttributes } from '../../workflows/search-attributes';

/** Temporal's API numbers the types of search attributes (IndexedValueType). */
const numbers = { [SearchAttributeType.KEYWORD]: 2, [SearchAttributeType.INT]: 3 } as const;

const canSkipTime = process.env['CI'] !== undefined || spawnSync('java', ['-version']).status === 0;

/** Without Java long timers are not tested, except in CI, where nobody would notice. */
export function describeWithTimeSkipping(name: string, tests: () => void): void {
  if (canSkipTime) describe(name, tests);
  else describe.skip(`${name} (skipped: the time-skipping server needs Java)`, tests);
}

/** A Temporal server whose time passes as fast as a test wants. */
export async function createTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = await findTestServer();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.values(searchAttributes).map(({ name, type }) => [name, numbers[type]]),
    ),
  });
  return env;
}

import { rm } from 'node:fs/promises';
import { findTestServer } from '../../scripts/test-server/test-server';
import { makeBundle } from './bundle';
import { startTemporalServer } from './temporal-server';
import { canSkipTime } from './time-skipping';

const global = globalThis as { afterAllTests?: () => Promise<void> };

/** What all test files share, as it takes long to make: a Temporal server, the workflow bundle, the Java server. */
export default async function setUp(): Promise<void> {
  // Where it cannot be had, the tests that need it say why.
  if (canSkipTime) await findTestServer().catch(() => undefined);
  const [server, bundle] = await Promise.all([startTemporalServer(), makeBundle()]);
  process.env['TEST_TEMPORAL_ADDRESS'] = server.address;
  process.env['TEST_WORKFLOW_BUNDLE'] = bundle;
  global.afterAllTests = async () => {
    await server.stop();
    await rm(bundle);
  };
}

export async function tearDown(): Promise<void> {
  await global.afterAllTests?.();
}

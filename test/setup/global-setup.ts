import { rm } from 'node:fs/promises';
import { makeBundle } from './bundle';
import { startTemporalServer } from './temporal-server';

const global = globalThis as { afterAllTests?: () => Promise<void> };

/** What all test files share, as it takes long to make: a Temporal server and the workflow bundle. */
export default async function setUp(): Promise<void> {
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

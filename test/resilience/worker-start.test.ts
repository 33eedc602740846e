import { join } from 'node:path';
import { startChild } from '../../scripts/processes/child';
import { sharedTemporalServer, type TemporalServer } from '../setup/temporal-server';

const HOOK = join(__dirname, '../setup/register-typescript.js');
const MAIN = join(__dirname, '../../worker/main.ts');

let server: TemporalServer;
beforeAll(async () => {
  server = await sharedTemporalServer();
});
afterAll(() => server.stop());

/** Starts a worker, which is not to stay. @returns how it ended, and what it said last */
async function failing(env: Record<string, string>): Promise<[string, string]> {
  const child = await startChild('worker', {
    command: process.execPath,
    args: ['--require', HOOK, MAIN],
    env: {
      TEMPORAL_ADDRESS: server.address,
      TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'token',
      ...env,
    },
  });
  const late = setTimeout(() => void child.stop(0), 20_000);
  const ended = await child.ended;
  clearTimeout(late);
  return [ended, child.lastLines().join('\n')];
}

describe('a worker that cannot do its work says why, and ends', () => {
  it.each([
    ['there is no such namespace', { TEMPORAL_NAMESPACE: 'nowhere' }, 'Namespace nowhere was not found'],
    ['there is no Temporal', { TEMPORAL_ADDRESS: '127.0.0.1:1' }, 'Connection refused'],
    ['a setting is wrong', { ADVANCE: 'hop' }, 'ADVANCE'],
  ])('%s', async (_what, env, why) => {
    const [ended, said] = await failing(env);
    expect(said).toContain(why);
    expect(ended).toBe('exit code 1');
  });
});

import { join } from 'node:path';
import { startChild } from '../../scripts/processes/child';
import { until } from '../setup/until';
import { ACCOUNT, TOKEN } from './gateway';

const HOOK = join(__dirname, '../setup/register-typescript.js');
const MAIN = join(__dirname, '../../gateway/main.ts');

/** Runs a gateway until `isEnough`, and has it end. @returns all that it has printed */
async function printed(env: Record<string, string>, isEnough: (lines: string[]) => boolean) {
  const lines: string[] = [];
  const child = await startChild('gateway', {
    command: process.execPath,
    args: ['--require', HOOK, MAIN],
    env: {
      ...{ TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: TOKEN, TEMPORAL_ADDRESS: '127.0.0.1:1' },
      ...{ HOST: '127.0.0.1', PORT: '0', ...env },
    },
    onLine: line => lines.push(line),
  });
  await until(() => Promise.resolve(isEnough(lines)));
  await child.stop();
  return lines;
}

describe('what a gateway prints', () => {
  it('is JSON, and tells where the gateway is', async () => {
    const env = { PUBLIC_URL: 'https://studio.example.com' };
    const lines = await printed(env, all => all.some(line => line.includes('studio.example.com')));
    expect(lines.map(line => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({
        level: 30,
        msg: 'gateway runs',
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
        publicUrl: 'https://studio.example.com',
      }),
    );
  });
});

import { join } from 'node:path';
import { run } from '../../scripts/bootstrap/command';
import { ACCOUNT, TOKEN } from './gateway';

const root = join(__dirname, '..', '..');

describe('a gateway in production', () => {
  it('does not start where whoever asks says what its address is', async () => {
    const args = [
      '--require',
      join(root, 'test/setup/register-typescript.js'),
      join(root, 'gateway/main.ts'),
    ];
    const env = {
      ...{ PATH: process.env['PATH'], NODE_ENV: 'production', PORT: '0' },
      ...{ TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: TOKEN },
    };
    await expect(run(process.execPath, args, { env, timeout: 30_000 })).rejects.toThrow(
      /exit code 1\nPUBLIC_URL is not set\. [^\n]*$/,
    );
  });
});

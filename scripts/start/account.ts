import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder';

interface AccountVariables {
  TWILIO_ACCOUNT_SID: string;
  TWILIO_AUTH_TOKEN: string;
}

/** The environment variables of a made-up account; the same at every start, as flows belong to an account. */
export function madeUpAccount(folder = cacheFolder()): AccountVariables {
  const file = join(folder, 'account.json');
  if (!existsSync(file)) {
    const account: AccountVariables = {
      TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
      TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
    };
    writeFileSync(file, JSON.stringify(account), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as AccountVariables;
}

export function hasAccount(env: NodeJS.ProcessEnv): boolean {
  const names = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_API_KEY', 'ACCOUNTS_FILE'];
  return names.some(name => env[name]);
}

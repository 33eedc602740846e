import type { Account } from './accounts';
import { readAccountsFile } from './accounts-file';
import type { Environment } from './settings-schema';

/**
 * The account of the environment, then those of the file.
 * @param mistakes is given what is wrong, without secrets
 */
export function readAccounts(read: Environment, mistakes: string[]): Account[] {
  const { ACCOUNTS_FILE: file } = read;
  const before = mistakes.length;
  const accounts = file === undefined ? [] : readAccountsFile(file, mistakes);
  mistakes.push(...missing(read));
  const own = ownAccount(read);
  if (own) accounts.unshift(own);
  const sids = accounts.map(({ sid }) => sid);
  for (const twice of sids.filter((sid, at) => sids.indexOf(sid) !== at)) {
    mistakes.push(`ACCOUNTS_FILE: ${twice} is given more than once. Write all its tokens into one entry.`);
  }
  const keys = accounts.flatMap(({ apiKeys = [] }) => apiKeys.map(({ sid }) => sid));
  for (const twice of keys.filter((sid, at) => keys.indexOf(sid) !== at)) {
    mistakes.push(`ACCOUNTS_FILE: the API key ${twice} is given more than once. Each opens one account.`);
  }
  if (accounts.length === 0 && mistakes.length === before) {
    mistakes.push('TWILIO_ACCOUNT_SID is not set. Set it and TWILIO_AUTH_TOKEN, or ACCOUNTS_FILE.');
  }
  return accounts;
}

function ownAccount(read: Environment): Account | undefined {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = read;
  const { TWILIO_API_KEY: key, TWILIO_API_SECRET: secret } = read;
  if (sid === undefined || token === undefined) return undefined;
  const apiKey = key !== undefined && secret !== undefined && { apiKey: { sid: key, secret } };
  return { sid, tokens: [token], ...apiKey };
}

/** Variables that others make no sense without. */
function missing(read: Environment): string[] {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = read;
  const { TWILIO_API_KEY: key, TWILIO_API_SECRET: secret } = read;
  const mistakes: string[] = [];
  if (token === undefined && sid !== undefined)
    mistakes.push('TWILIO_AUTH_TOKEN is not set. Set it to the auth token of TWILIO_ACCOUNT_SID.');
  if (sid === undefined && token !== undefined)
    mistakes.push('TWILIO_ACCOUNT_SID is not set. Set it to the account of TWILIO_AUTH_TOKEN.');
  if (secret === undefined && key !== undefined)
    mistakes.push('TWILIO_API_SECRET is not set. Set it to the secret of TWILIO_API_KEY, or unset that.');
  if (key === undefined && secret !== undefined)
    mistakes.push('TWILIO_API_KEY is not set. Set it to the API key of TWILIO_API_SECRET, or unset that.');
  if (sid === undefined && token === undefined && key !== undefined && secret !== undefined)
    mistakes.push('TWILIO_ACCOUNT_SID is not set. Set it and TWILIO_AUTH_TOKEN for TWILIO_API_KEY.');
  return mistakes;
}

import type { ClientConnectConfig } from '@temporalio/envconfig';
import { Ajv, type ErrorObject } from 'ajv';
import { isSid, type Account } from './accounts';
import { readAccountsFile } from './accounts-file';
import { settingsSchema, type Environment } from './settings-schema';
import { temporalConfig } from './temporal';

export { settingsHelp } from './settings-schema';

/** What an installation is told by its environment; settings-schema.ts says what each is for. */
export interface Settings {
  port: number;
  host: string;
  /** Without a slash at its end. */
  publicUrl: string | undefined;
  trustProxy: boolean;
  /** At least one. */
  accounts: readonly Account[];
  /** Without a slash at its end. */
  twilioApiBaseUrl: string | undefined;
  flowsDir: string | undefined;
  redirectFetch: 'engine' | 'twilio';
  advance: 'turn' | 'widget';
  taskQueue: string;
  logLevel: string;
  apology: string;
  verifySignature: boolean;
  maxSteps: number;
  maxStreak: number;
  rateLimit: number;
  temporal: ClientConnectConfig;
}

/** All that is wrong with an environment, a line for each mistake. No line holds a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

interface Annotations {
  expected: string;
  shown?: boolean;
}

const ajv = new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true });
ajv.addVocabulary(['expected', 'shown']);
ajv.addFormat('account-sid', text => isSid('AC', text));
ajv.addFormat('base-url', isBaseUrl);
const valid = ajv.compile<Environment>(settingsSchema);

/**
 * Reads the settings from the environment; an empty variable counts as one that is not set.
 * @throws SettingsError with all mistakes at once
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(settingsSchema.properties)) {
    const value = env[name]?.trim();
    if (value) given[name] = value;
  }
  const mistakes = valid(given) ? [] : told(valid.errors ?? [], env);
  // Values that are wrong take part in no further check: one message for each mistake.
  const read = given as Environment;
  if (!read.VERIFY_SIGNATURE && env['NODE_ENV'] === 'production') {
    mistakes.push('VERIFY_SIGNATURE cannot be false where NODE_ENV is production. Remove it.');
  }
  const accounts = readAccounts(read, mistakes);
  const temporal = readTemporal(env, mistakes);
  if (mistakes.length > 0 || !temporal) throw new SettingsError(mistakes);
  return {
    port: read.PORT,
    host: read.HOST,
    publicUrl: read.PUBLIC_URL?.replace(/\/+$/, ''),
    trustProxy: read.TRUST_PROXY,
    accounts,
    twilioApiBaseUrl: read.TWILIO_API_BASE_URL?.replace(/\/+$/, ''),
    flowsDir: read.FLOWS_DIR,
    redirectFetch: read.REDIRECT_FETCH,
    advance: read.ADVANCE,
    taskQueue: read.TASK_QUEUE,
    logLevel: read.LOG_LEVEL,
    apology: read.APOLOGY,
    verifySignature: read.VERIFY_SIGNATURE,
    maxSteps: read.MAX_STEPS,
    maxStreak: read.MAX_STREAK,
    rateLimit: read.RATE_LIMIT,
    temporal,
  };
}

/** One line for each variable that is not what it must be. */
function told(errors: readonly ErrorObject[], env: NodeJS.ProcessEnv): string[] {
  const properties = settingsSchema.properties as unknown as Record<string, Annotations>;
  const names = new Set(errors.map(error => error.instancePath.slice(1)));
  return [...names].map(name => {
    const value = properties[name]?.shown ? ` is "${env[name] ?? ''}", which` : '';
    return `${name}${value} is not right: it must be ${properties[name]?.expected ?? 'another value'}.`;
  });
}

function readAccounts(read: Environment, mistakes: string[]): Account[] {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, ACCOUNTS_FILE: file } = read;
  const before = mistakes.length;
  const accounts = file === undefined ? [] : readAccountsFile(file, mistakes);
  if (sid !== undefined && token !== undefined) accounts.unshift({ sid, tokens: [token] });
  else if (sid !== undefined)
    mistakes.push('TWILIO_AUTH_TOKEN is not set. Set it to the auth token of TWILIO_ACCOUNT_SID.');
  else if (token !== undefined)
    mistakes.push('TWILIO_ACCOUNT_SID is not set. Set it to the account of TWILIO_AUTH_TOKEN.');
  for (const { sid: twice } of accounts.filter(
    (one, at) => accounts.findIndex(other => other.sid === one.sid) !== at,
  )) {
    mistakes.push(`ACCOUNTS_FILE: ${twice} is given more than once. Write all its tokens into one entry.`);
  }
  if (accounts.length === 0 && mistakes.length === before) {
    mistakes.push('TWILIO_ACCOUNT_SID is not set. Set it and TWILIO_AUTH_TOKEN, or ACCOUNTS_FILE.');
  }
  return accounts;
}

function readTemporal(env: NodeJS.ProcessEnv, mistakes: string[]): ClientConnectConfig | undefined {
  try {
    return temporalConfig(env);
  } catch (error) {
    // Only the first line: those below may show the file, and its API key.
    mistakes.push(`TEMPORAL_…: ${(error as Error).message.split('\n')[0] ?? ''}`);
    return undefined;
  }
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && !search && !hash;
}

import type { ClientConnectConfig } from '@temporalio/envconfig';
import { Ajv, type ErrorObject } from 'ajv';
import { isSid, type Account } from './accounts';
import { readAccounts } from './read-accounts';
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
  /** A message that the present widget cannot take is dropped, as in hosted Studio. */
  strictEvents: boolean;
  rateLimit: number;
  restRateLimit: number;
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
ajv.addFormat('api-key-sid', text => isSid('SK', text));
ajv.addFormat('base-url', isBaseUrl);
const valid = ajv.compile<Environment>(settingsSchema);

/**
 * Reads the settings from the environment; an empty variable counts as one that is not set.
 * @param reader `gateway`: it must know its own address in production
 * @throws SettingsError with all mistakes at once
 */
export function readSettings(env: NodeJS.ProcessEnv, reader?: 'gateway'): Settings {
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
  if (reader === 'gateway' && env['NODE_ENV'] === 'production' && !read.PUBLIC_URL && !read.TRUST_PROXY) {
    mistakes.push(
      'PUBLIC_URL is not set. Where NODE_ENV is production, set it to the address that Twilio uses, or set TRUST_PROXY.',
    );
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
    strictEvents: read.STRICT_EVENTS,
    rateLimit: read.RATE_LIMIT,
    restRateLimit: read.REST_RATE_LIMIT,
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
  return URL.canParse(text) && /^https?:\/\/[^?#@]+$/i.test(text);
}

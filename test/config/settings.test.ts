import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, settingsHelp, SettingsError, type Settings } from '../../config/settings';

const SID = `AC${'a'.repeat(32)}`;
const OTHER = `AC${'b'.repeat(32)}`;
const KEY = `SK${'c'.repeat(32)}`;
const TOKEN = 'very-secret-token';
const account = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: TOKEN };

describe('settings', () => {
  it('have defaults for everything but the account', () => {
    expect(readSettings(account)).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      publicUrl: undefined,
      trustProxy: false,
      accounts: [{ sid: SID, tokens: [TOKEN] }],
      redirectFetch: 'engine',
      advance: 'turn',
      taskQueue: 'studio',
      logLevel: 'info',
      verifySignature: true,
      maxSteps: 1000,
      maxStreak: 10,
      strictEvents: false,
    } satisfies Partial<Settings>);
  });

  it('are read from the environment', () => {
    const settings = readSettings({
      ...account,
      PORT: '0',
      PUBLIC_URL: 'https://studio.example.com/',
      TRUST_PROXY: 'true',
      VERIFY_SIGNATURE: 'false',
      REDIRECT_FETCH: 'twilio',
      ADVANCE: 'widget',
      MAX_STEPS: '5',
      STRICT_EVENTS: 'true',
      TEMPORAL_ADDRESS: 'temporal.example.com:7233',
      TEMPORAL_NAMESPACE: 'calls',
    });
    expect(settings).toMatchObject({
      port: 0,
      publicUrl: 'https://studio.example.com',
      trustProxy: true,
      verifySignature: false,
      redirectFetch: 'twilio',
      advance: 'widget',
      maxSteps: 5,
      strictEvents: true,
      temporal: { namespace: 'calls', connectionOptions: { address: 'temporal.example.com:7233' } },
    });
  });

  it('treat an empty variable as one that is not set', () => {
    expect(readSettings({ ...account, PORT: '', PUBLIC_URL: ' ' })).toMatchObject({ port: 8080 });
  });

  it('tell of all mistakes at once, each with its variable and the fix', () => {
    expect(
      mistakesOf({
        PORT: '80a80',
        PUBLIC_URL: 'studio.example.com',
        TRUST_PROXY: 'yes',
        LOG_LEVEL: 'loud',
        TWILIO_ACCOUNT_SID: 'ACshort',
        TWILIO_AUTH_TOKEN: TOKEN,
        RATE_LIMIT: '0',
      }),
    ).toEqual([
      'PORT is "80a80", which is not right: it must be a whole number from 0 to 65535.',
      'PUBLIC_URL is not right: it must be an http or https URL without a query or a password, such as https://studio.example.com.',
      'TRUST_PROXY is "yes", which is not right: it must be true or false.',
      'TWILIO_ACCOUNT_SID is not right: it must be an account SID: AC and 32 more characters.',
      'LOG_LEVEL is "loud", which is not right: it must be fatal, error, warn, info, debug, trace or silent.',
      'RATE_LIMIT is "0", which is not right: it must be a whole number from 1.',
    ]);
  });

  it.each(['https://example.com?', 'https://example.com/#', 'ftp://example.com', 'https://a:b@example.com'])(
    'take no base URL that nothing can be put behind: %s',
    url => {
      expect(mistakesOf({ TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: TOKEN, PUBLIC_URL: url })).toEqual([
        expect.stringMatching(/^PUBLIC_URL is not right/),
      ]);
    },
  );

  it.each([
    [{}, 'TWILIO_ACCOUNT_SID is not set. Set it and TWILIO_AUTH_TOKEN, or ACCOUNTS_FILE.'],
    [
      { TWILIO_ACCOUNT_SID: SID },
      'TWILIO_AUTH_TOKEN is not set. Set it to the auth token of TWILIO_ACCOUNT_SID.',
    ],
    [
      { TWILIO_AUTH_TOKEN: TOKEN },
      'TWILIO_ACCOUNT_SID is not set. Set it to the account of TWILIO_AUTH_TOKEN.',
    ],
    [
      { TWILIO_API_KEY: KEY, TWILIO_API_SECRET: TOKEN },
      'TWILIO_ACCOUNT_SID is not set. Set it and TWILIO_AUTH_TOKEN for TWILIO_API_KEY.',
    ],
  ])('need an account: %j', (env, mistake) => {
    expect(mistakesOf(env)).toEqual([mistake]);
  });

  it("take an API key, which asks Twilio's API in place of the token", () => {
    expect(
      readSettings({ ...account, TWILIO_API_KEY: KEY, TWILIO_API_SECRET: 'key-secret' }).accounts,
    ).toEqual([{ sid: SID, tokens: [TOKEN], apiKey: { sid: KEY, secret: 'key-secret' } }]);
  });

  it.each([
    [
      { TWILIO_API_KEY: KEY },
      'TWILIO_API_SECRET is not set. Set it to the secret of TWILIO_API_KEY, or unset that.',
    ],
    [
      { TWILIO_API_SECRET: TOKEN },
      'TWILIO_API_KEY is not set. Set it to the API key of TWILIO_API_SECRET, or unset that.',
    ],
    [
      { TWILIO_API_KEY: SID, TWILIO_API_SECRET: TOKEN },
      'TWILIO_API_KEY is not right: it must be the SID of an API key of TWILIO_ACCOUNT_SID: SK and 32 more characters.',
    ],
  ])('need both halves of an API key: %j', (env, mistake) => {
    expect(mistakesOf({ ...account, ...env })).toEqual([mistake]);
  });

  it('take SIDs that are not hexadecimal', () => {
    const sid = 'ACFAKE'.padEnd(34, 'z');
    expect(readSettings({ ...account, TWILIO_ACCOUNT_SID: sid }).accounts[0]?.sid).toBe(sid);
  });

  it('do not let signatures go unchecked in production', () => {
    const env = { ...account, VERIFY_SIGNATURE: 'false', NODE_ENV: 'production' };
    expect(mistakesOf(env)).toEqual([
      'VERIFY_SIGNATURE cannot be false where NODE_ENV is production. Remove it.',
    ]);
  });

  it('do not let the senders of requests say what the address of a gateway is, in production', () => {
    const production = { ...account, NODE_ENV: 'production' };
    expect(mistakesOf(production, 'gateway')).toEqual([
      'PUBLIC_URL is not set. Where NODE_ENV is production, set it to the address that Twilio uses, or set TRUST_PROXY.',
    ]);
    expect(mistakesOf({ ...production, PUBLIC_URL: 'nowhere' }, 'gateway')).toHaveLength(1);
    expect(mistakesOf({ ...production, TRUST_PROXY: 'yes' }, 'gateway')).toHaveLength(1);
    for (const known of [{ PUBLIC_URL: 'https://studio.example.com' }, { TRUST_PROXY: 'true' }]) {
      expect(readSettings({ ...production, ...known }, 'gateway').verifySignature).toBe(true);
    }
    expect(readSettings(account, 'gateway').publicUrl).toBeUndefined();
    // A worker is asked by nobody.
    expect(readSettings(production).publicUrl).toBeUndefined();
  });

  it("tell of mistakes in Temporal's own variables", () => {
    expect(mistakesOf({ ...account, TEMPORAL_PROFILE: 'nowhere' })).toEqual([
      expect.stringMatching(/^TEMPORAL_….*'nowhere'/),
    ]);
  });

  it('never repeat a secret', () => {
    const error = errorOf({
      TWILIO_ACCOUNT_SID: TOKEN,
      TWILIO_AUTH_TOKEN: `${TOKEN} ${TOKEN}`,
      TWILIO_API_KEY: TOKEN,
      TWILIO_API_SECRET: `${TOKEN} ${TOKEN}`,
      PUBLIC_URL: `https://user:${TOKEN}@example.com/?query`,
      TWILIO_API_BASE_URL: `nonsense:${TOKEN}`,
    });
    expect(error.mistakes).toHaveLength(6);
    expect(`${error.message}${error.stack ?? ''}`).not.toContain(TOKEN);
  });
});

describe('ACCOUNTS_FILE', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'accounts-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function written(content: unknown): string {
    const path = join(folder, 'accounts.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  it('gives further accounts and second tokens', () => {
    const path = written([{ sid: OTHER, tokens: ['current', 'previous'] }]);
    expect(readSettings({ ...account, ACCOUNTS_FILE: path }).accounts).toEqual([
      { sid: SID, tokens: [TOKEN] },
      { sid: OTHER, tokens: ['current', 'previous'] },
    ]);
  });

  it('gives API keys', () => {
    const apiKey = { sid: KEY, secret: 'key-secret' };
    const apiKeys = [
      { sid: KEY, secret: 'key-secret' },
      { sid: `SK${'e'.repeat(32)}`, secret: 'reader', readOnly: true },
    ];
    const path = written([{ sid: OTHER, tokens: ['current'], apiKey, apiKeys }]);
    expect(readSettings({ ACCOUNTS_FILE: path }).accounts).toEqual([
      { sid: OTHER, tokens: ['current'], apiKey, apiKeys },
    ]);
  });

  it('wants each API key of clients to open one account', () => {
    const apiKeys = [{ sid: KEY, secret: 'key-secret' }];
    const path = written([
      { sid: OTHER, tokens: ['one'], apiKeys },
      { sid: SID, tokens: ['one'], apiKeys },
    ]);
    expect(mistakesOf({ ACCOUNTS_FILE: path })).toEqual([
      `ACCOUNTS_FILE: the API key ${KEY} is given more than once. Each opens one account.`,
    ]);
  });

  it('wants all of an API key, and tells where it is not right without showing it', () => {
    const path = written([
      { sid: OTHER, tokens: ['one'], apiKey: { sid: KEY } },
      { sid: SID, tokens: ['one'], apiKey: { sid: TOKEN, secret: 'with space' } },
    ]);
    expect(mistakesOf({ ACCOUNTS_FILE: path })).toEqual([
      `ACCOUNTS_FILE: ${path}, at [0].apiKey: must have required property 'secret'`,
      `ACCOUNTS_FILE: ${path}, at [1].apiKey.sid: must match format "API key SID"`,
      `ACCOUNTS_FILE: ${path}, at [1].apiKey.secret: must match pattern "^\\S+$"`,
    ]);
  });

  it('is enough alone', () => {
    expect(
      readSettings({ ACCOUNTS_FILE: written([{ sid: OTHER, tokens: ['current'] }]) }).accounts,
    ).toHaveLength(1);
  });

  it('is told of by file and place', () => {
    const path = written([
      { sid: OTHER, tokens: [] },
      { sid: 'ACshort', tokens: ['one'] },
      { sid: SID, tokens: ['one', 'two', 'three'], extra: 1 },
    ]);
    expect(mistakesOf({ ACCOUNTS_FILE: path })).toEqual([
      `ACCOUNTS_FILE: ${path}, at [0].tokens: must NOT have fewer than 1 items`,
      `ACCOUNTS_FILE: ${path}, at [1].sid: must match format "account SID"`,
      `ACCOUNTS_FILE: ${path}, at [2]: must NOT have additional properties`,
      `ACCOUNTS_FILE: ${path}, at [2].tokens: must NOT have more than 2 items`,
    ]);
  });

  it('must be there', () => {
    expect(mistakesOf({ ACCOUNTS_FILE: join(folder, 'none.json') })).toEqual([
      `ACCOUNTS_FILE: ${join(folder, 'none.json')} cannot be read (ENOENT). Check the path and its permissions.`,
    ]);
  });

  it('does not get into a message when it is not JSON', () => {
    const path = written(`[{ "sid": "${SID}", "tokens": [${TOKEN}] }]`);
    const error = errorOf({ ACCOUNTS_FILE: path });
    expect(error.mistakes).toEqual([expect.stringContaining(`ACCOUNTS_FILE: ${path} is not JSON`)]);
    expect(error.message).not.toContain(TOKEN.slice(0, 8));
  });

  it('names an account once', () => {
    const path = written([{ sid: SID, tokens: ['one'] }]);
    expect(mistakesOf({ ...account, ACCOUNTS_FILE: path })).toEqual([
      `ACCOUNTS_FILE: ${SID} is given more than once. Write all its tokens into one entry.`,
    ]);
  });
});

describe('the help', () => {
  it('lists every variable with what it must be and its default', () => {
    const help = settingsHelp();
    for (const name of ['ACCOUNTS_FILE', 'APOLOGY', 'RATE_LIMIT', 'TEMPORAL_ADDRESS']) {
      expect(help).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    }
    expect(help).toMatch(/^ {2}PORT \(default: 8080\)\n.*\n {6}Must be a whole number from 0 to 65535\.$/m);
    expect(help.split('\n').filter(line => line.length > 110)).toEqual([]);
  });
});

function errorOf(env: NodeJS.ProcessEnv, reader?: 'gateway'): SettingsError {
  try {
    readSettings(env, reader);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('the environment was taken');
}

function mistakesOf(env: NodeJS.ProcessEnv, reader?: 'gateway'): readonly string[] {
  return errorOf(env, reader).mistakes;
}

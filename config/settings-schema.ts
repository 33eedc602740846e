import { Type, type Static, type TSchema } from '@sinclair/typebox';

/**
 * Every variable of the environment, with what it must be (`expected`, told to whoever gets it wrong) and what
 * it is for. A value that may hold a secret is never repeated in a message: only those with `shown` are.
 */
export const settingsSchema = Type.Object({
  PORT: Type.Integer({
    default: 8080,
    minimum: 0,
    maximum: 65535,
    shown: true,
    expected: 'a whole number from 0 to 65535',
    description: 'Port for webhooks; 0 takes any that is free.',
  }),
  HOST: Type.String({
    default: '0.0.0.0',
    pattern: '^[^\\s/]+$',
    expected: 'a host name or IP address, such as 0.0.0.0',
    description: 'Address to listen on.',
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      format: 'base-url',
      expected: 'an http or https URL without a query or a password, such as https://studio.example.com',
      description:
        'Where Twilio reaches the gateway: signatures are checked against it, and TwiML leads back to it. ' +
        'Without it the Host header of each request tells, which a gateway refuses where NODE_ENV is production.',
    }),
  ),
  TRUST_PROXY: Type.Boolean({
    default: false,
    shown: true,
    expected: 'true or false',
    description:
      'Believe X-Forwarded-Host and X-Forwarded-Proto. Only behind a proxy that sets them itself, whatever a ' +
      'request brings along.',
  }),
  TWILIO_ACCOUNT_SID: Type.Optional(
    Type.String({
      format: 'account-sid',
      expected: 'an account SID: AC and 32 more characters',
      description: 'The account whose webhooks are served.',
    }),
  ),
  TWILIO_AUTH_TOKEN: Type.Optional(
    Type.String({
      pattern: '^\\S+$',
      expected: 'the auth token of TWILIO_ACCOUNT_SID, without spaces',
      description: 'Its auth token: checks signatures of webhooks and signs requests.',
    }),
  ),
  TWILIO_API_KEY: Type.Optional(
    Type.String({
      format: 'api-key-sid',
      expected: 'the SID of an API key of TWILIO_ACCOUNT_SID: SK and 32 more characters',
      description: "Asks Twilio's API in place of the auth token. Signatures need the token all the same.",
    }),
  ),
  TWILIO_API_SECRET: Type.Optional(
    Type.String({
      pattern: '^\\S+$',
      expected: 'the secret of TWILIO_API_KEY, without spaces',
      description: 'Its secret.',
    }),
  ),
  ACCOUNTS_FILE: Type.Optional(
    Type.String({
      expected: 'the path of a JSON file',
      description:
        'Further accounts, and second tokens while one is being rotated: ' +
        '[{ "sid": "AC…", "tokens": ["current", "other"], "apiKey": { "sid": "SK…", "secret": "…" }, ' +
        '"apiKeys": [{ "sid": "SK…", "secret": "…", "readOnly": true }] }, …]. ' +
        'The first token signs, both are accepted; apiKey (asks Twilio) and apiKeys (open the REST API) may be left out.',
    }),
  ),
  TWILIO_API_BASE_URL: Type.Optional(
    Type.String({
      format: 'base-url',
      expected: 'an http or https URL without a query or a password',
      description: "One host for all of Twilio's APIs, for tests and emulators.",
    }),
  ),
  FLOWS_DIR: Type.Optional(
    Type.String({
      expected: 'the path of a folder',
      description: 'Folder of flow files (*.json), imported at start and whenever they change.',
    }),
  ),
  REDIRECT_FETCH: Type.Union([Type.Literal('engine'), Type.Literal('twilio')], {
    default: 'engine',
    shown: true,
    expected: 'engine or twilio',
    description: 'Who fetches the URL of a TwiML Redirect widget.',
  }),
  ADVANCE: Type.Union([Type.Literal('turn'), Type.Literal('widget')], {
    default: 'turn',
    shown: true,
    expected: 'turn or widget',
    description: 'One line for each turn or for each widget in the Temporal UI.',
  }),
  TASK_QUEUE: Type.String({
    default: 'studio',
    expected: 'the name of a Temporal task queue',
    description: 'Task queue that gateways and workers share.',
  }),
  LOG_LEVEL: Type.Union(
    (['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const).map(level =>
      Type.Literal(level),
    ),
    {
      default: 'info',
      shown: true,
      expected: 'fatal, error, warn, info, debug, trace or silent',
      description: 'How much is logged.',
    },
  ),
  APOLOGY: Type.String({
    default: 'We are sorry, this service is not available at the moment. Please call again later.',
    maxLength: 4096,
    expected: 'a text of at most 4,096 characters',
    description: 'Spoken to a caller who cannot be served.',
  }),
  VERIFY_SIGNATURE: Type.Boolean({
    default: true,
    shown: true,
    expected: 'true or false',
    description: 'Check X-Twilio-Signature. Cannot be turned off where NODE_ENV is production.',
  }),
  MAX_STEPS: Type.Integer({
    default: 1000,
    minimum: 1,
    shown: true,
    expected: 'a whole number from 1',
    description: 'Steps that an execution may take (error 81000).',
  }),
  MAX_STREAK: Type.Integer({
    default: 10,
    minimum: 1,
    shown: true,
    expected: 'a whole number from 1',
    description: 'How often in a row the same widget may run (error 81001).',
  }),
  STRICT_EVENTS: Type.Boolean({
    default: false,
    shown: true,
    expected: 'true or false',
    description:
      'A message that the present widget cannot take is dropped with warning 81002, as in hosted Studio, ' +
      'instead of being kept for the next widget that waits for one.',
  }),
  RATE_LIMIT: Type.Integer({
    default: 1000,
    minimum: 1,
    shown: true,
    expected: 'a whole number from 1',
    description: 'Webhooks a second and account that one gateway takes; more are answered with 429.',
  }),
  REST_RATE_LIMIT: Type.Integer({
    default: 100,
    minimum: 1,
    shown: true,
    expected: 'a whole number from 1',
    description:
      'Requests of the REST API a second and account that one gateway takes; more are answered with 429.',
  }),
});

export type Environment = Static<typeof settingsSchema>;

/** Read by Temporal's own library, so their rules are not repeated here. */
const TEMPORAL_HELP: Record<string, string> = {
  'TEMPORAL_ADDRESS (default: localhost:7233)': 'host:port of the Temporal server.',
  'TEMPORAL_NAMESPACE (default: default)': 'Namespace.',
  TEMPORAL_API_KEY: 'API key.',
  'TEMPORAL_TLS, TEMPORAL_TLS_…':
    'TLS: …_CLIENT_CERT_PATH, …_CLIENT_KEY_PATH, …_SERVER_CA_CERT_PATH, and more.',
  'TEMPORAL_CONFIG_FILE, TEMPORAL_PROFILE': "A file and profile of Temporal's environment configuration.",
};

/** All variables as text, for `--help`. */
export function settingsHelp(): string {
  const own = Object.entries<TSchema>(settingsSchema.properties).map(([name, schema]) => {
    const { expected, description } = schema as unknown as { expected: string; description: string };
    const fallback = schema.default === undefined ? '' : ` (default: ${String(schema.default)})`;
    return [`  ${name}${fallback}`, ...wrapped(description), ...wrapped(`Must be ${expected}.`)];
  });
  const temporal = Object.entries(TEMPORAL_HELP).map(([names, text]) => [`  ${names}`, ...wrapped(text)]);
  return ['Environment variables:', ...[...own, ...temporal].map(lines => lines.join('\n'))].join('\n\n');
}

function wrapped(text: string): string[] {
  return (text.match(/\S.{0,82}\S(?=\s|$)|\S+/g) ?? []).map(line => `      ${line}`);
}

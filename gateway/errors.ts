/** Everything a request can be refused for: HTTP status, Twilio's code (where there is one), message. */
const table = {
  account: [404, 20404, 'This account is not served here. Its SID and auth token belong into the settings.'],
  flow: [404, 20404, 'This account has no such flow.'],
  unpublished: [404, 20404, 'This flow has no published revision. Publish one.'],
  route: [404, 20404, 'Nothing is served at this path.'],
  engine: [
    403,
    20403,
    'The request comes from the engine itself (X-Studio-Engine-Request): a flow, or a server that it asks, has named ' +
      'this URL. Only Twilio may ask it.',
  ],
  unsigned: [401, 20003, 'The request has no X-Twilio-Signature.'],
  signature: [
    403,
    20403,
    'X-Twilio-Signature does not fit. The auth token and PUBLIC_URL must be those that Twilio uses.',
  ],
  rate: [429, 20429, 'Too many requests for this account. RATE_LIMIT tells how many a second are taken.'],
  body: [400, 20001, 'The JSON body is not an object.'],
  subject: [
    400,
    20001,
    'The request names neither a call nor a message: CallSid or MessageSid is missing or wrong.',
  ],
  addresses: [400, 81023, 'From and To are missing, or have more than 300 bytes together.'],
  join: [
    400,
    undefined,
    'There is no execution that this call could join. A flow starts while a call is ringing.',
  ],
  internal: [500, 20500, 'Something went wrong here. The log tells what.'],
} as const satisfies Record<string, readonly [number, number | undefined, string]>;

export type Refusal = keyof typeof table;

/** A request that is refused; what is told about it has the shape of Twilio's API errors. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly statusCode: number;
  readonly code: number | undefined;

  constructor(readonly refusal: Refusal) {
    const [statusCode, code, message] = table[refusal];
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

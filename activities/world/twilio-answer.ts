import { TwilioError } from '../../widgets/twilio-error';

interface Answer {
  statusCode: number;
  /** Names in lower case. */
  headers: Record<string, unknown>;
  /** What was JSON is parsed. */
  body: unknown;
}

/**
 * Limits of an account (https://www.twilio.com/docs/api/errors/20429), a sender
 * (https://www.twilio.com/docs/api/errors/21611) and a pair of numbers (https://www.twilio.com/docs/api/errors/14107):
 * nothing is wrong with the request, whatever the HTTP status says.
 */
const limits = new Set([20429, 21611, 14107]);
/** The request may have been carried out before that went wrong. */
const mishaps = new Set([500, 502, 504]);

/** @throws TwilioError unless Twilio has done what it was asked, and says so */
export function checkAnswer({ statusCode: status, headers, body }: Answer, method: string): void {
  const told = typeof body === 'object' && body !== null ? body : undefined;
  if (status >= 200 && status <= 299) {
    if (told || method === 'delete') return;
    throw new TwilioError(`HTTP status ${status} came without JSON`, status, status, 'maybe');
  }
  const { message, code } = explanation(told);
  throw new TwilioError(
    message ?? `HTTP status ${status} came without an explanation`,
    code ?? status,
    status,
    ...whetherAccepted(status, code, headers['retry-after']),
  );
}

function whetherAccepted(
  status: number,
  code: number | undefined,
  retryAfter: unknown,
): [TwilioError['accepted'], (number | undefined)?] {
  if (status === 429 || status === 503 || limits.has(code ?? 0)) return ['later', delay(retryAfter)];
  return [mishaps.has(status) ? 'maybe' : 'no'];
}

/** Older APIs have a `message`, newer ones a `title` and perhaps a `detail` (RFC 9457). */
function explanation(told: object = {}): { message?: string; code?: number } {
  const { message, detail, title, code } = told as Partial<Record<string, unknown>>;
  const text = [message, detail, title].find(one => typeof one === 'string' && one !== '');
  return {
    ...(typeof text === 'string' && { message: text }),
    ...(typeof code === 'number' && code > 0 && { code }),
  };
}

/** Milliseconds that a `Retry-After` header asks for: in seconds, or until a date. */
function delay(header: unknown): number | undefined {
  if (typeof header !== 'string') return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  // At once is no delay: the usual one is better.
  return milliseconds > 0 ? milliseconds : undefined;
}

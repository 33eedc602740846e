import { DocumentError } from './errors';

/** What stands for what in https://www.twilio.com/docs/api/errors; only where no connection came about is retried. */
const failures: Record<string, { code: number; message: string; connecting?: true }> = {
  ECONNREFUSED: { code: 11202, message: 'refuses the connection', connecting: true },
  UND_ERR_CONNECT_TIMEOUT: { code: 11201, message: 'cannot be connected to in time', connecting: true },
  EHOSTUNREACH: { code: 11205, message: 'cannot be reached', connecting: true },
  ENETUNREACH: { code: 11205, message: 'cannot be reached', connecting: true },
  ENOTFOUND: { code: 11210, message: 'has a host name that is not known', connecting: true },
  EAI_AGAIN: { code: 11210, message: 'has a host name that cannot be looked up', connecting: true },
  ERR_SSL_WRONG_VERSION_NUMBER: { code: 11220, message: 'does not speak TLS', connecting: true },
  UND_ERR_RES_EXCEEDED_MAX_SIZE: { code: 11750, message: 'answers with more than 64 kB' },
};

export function isConnectFailure(error: unknown): boolean {
  return failures[codeOf(error)]?.connecting === true;
}

/** What Twilio would call an error of the HTTP client. */
export function failureOf(error: unknown, url: string, deadline: AbortSignal): DocumentError {
  if (error instanceof DocumentError) return error;
  if (deadline.aborted) return new DocumentError(11200, url, 'does not answer in time');
  const code = codeOf(error);
  const known = failures[code];
  if (known) return new DocumentError(known.code, url, known.message);
  if (code.startsWith('HPE_')) return new DocumentError(11206, url, 'does not speak HTTP');
  return new DocumentError(11205, url, `breaks the connection (${code || String(error)})`);
}

/** Where several addresses were tried, the first one's error stands for all. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return 'code' in error ? String(error.code) : '';
}

import { HttpError } from '../../widgets/http-error';

const refusals = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES']);
const unresolved = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA']);
const timeouts = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
/** Codes of OpenSSL's certificate checks and of Node's own. */
const secureConnection = /CERT|ERR_TLS|ERR_SSL|^EPROTO$|UNABLE_TO_|HOSTNAME_MISMATCH|CRL_/;

/** What an error of the network means to whoever asked. */
export function httpFailure(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const code = codeOf(error);
  if (refusals.has(code)) return new HttpError('refused', `the connection was refused (${code})`);
  if (unresolved.has(code)) return new HttpError('dns', `the host name cannot be resolved (${code})`);
  if (timeouts.has(code)) return new HttpError('timeout', `no answer in time (${code})`);
  if (secureConnection.test(code)) return new HttpError('tls', `no secure connection (${code})`);
  return new HttpError('protocol', `the connection broke off or does not speak HTTP (${code})`);
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown error';
}

import type { FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings';

/** Scheme, host and port that a request was sent to, as its sender sees them. */
export function originOf(
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  { protocol, host }: FastifyRequest,
): string {
  return publicUrl ?? `${protocol}://${host}`;
}

/** Where Twilio asks a flow, without query. */
export function webhookUrlOf(origin: string, accountSid: string, flowSid: string): string {
  return `${origin}/v1/Accounts/${accountSid}/Flows/${flowSid}`;
}

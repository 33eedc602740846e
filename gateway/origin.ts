import type { FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings';

/** Scheme, host and port that a request was sent to, as its sender sees them. */
export function originOf(
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  { protocol, host }: FastifyRequest,
): string {
  return publicUrl ?? `${protocol}://${host}`;
}

/** A name or an address, with or without a port: URLs are made of it. */
export function isHost(host: string): boolean {
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(`http://${host}`);
}

/** Where Twilio asks a flow, without query. */
export function webhookUrlOf(origin: string, accountSid: string, flowSid: string): string {
  return `${origin}/v1/Accounts/${accountSid}/Flows/${flowSid}`;
}

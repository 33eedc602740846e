import type { FastifyRequest } from 'fastify';
import type { Account } from '../../../../../config/accounts';
import { verify, type Form } from '../../../../../config/signature';
import { GatewayError } from '../../../../errors';

/**
 * Was the request sent by somebody who has the account's token, which is Twilio?
 * @param origin scheme, host and port that Twilio sent it to
 * @returns names of fields that the signature does not cover
 * @throws GatewayError when it was not
 */
export function authenticate({ tokens }: Account, request: FastifyRequest, origin: string): string[] {
  const signature = request.headers['x-twilio-signature']?.toString();
  if (!signature) throw new GatewayError('unsigned');
  const { body, originalUrl, log } = request;
  const content = Buffer.isBuffer(body) ? { form: {}, body } : { form: (body ?? {}) as Form };
  const unsigned = verify(tokens, { signature, url: origin + originalUrl, ...content });
  if (!unsigned) throw new GatewayError('signature');
  if (unsigned.length > 0) log.info({ unsigned }, 'fields that the signature does not cover are left out');
  return unsigned;
}

import { PhoneError } from '../../phone/errors';
import { Exchange } from '../../phone/exchange/exchange';
import type { Belongings } from './belongings';

/**
 * The Twilio that an engine calls which has no account. It is on this machine only, and telephones are plugged in
 * at the control endpoint.
 */
export async function startExchange(
  account: { accountSid: string; authToken: string },
  belongings: Belongings,
): Promise<Exchange> {
  const exchange = await Exchange.start(account);
  await belongings.add(async () => {
    try {
      await exchange.close();
    } catch (error) {
      // TwiML that could not be obeyed: whoever was in the call has been told.
      if (!(error instanceof PhoneError)) throw error;
    }
  });
  return exchange;
}

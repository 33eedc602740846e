import { operation } from '../background';

/** https://www.twilio.com/docs/voice/twiml/stop */
export const stop = operation('stop');

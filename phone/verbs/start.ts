import { operation } from '../background';

/** https://www.twilio.com/docs/voice/twiml/start */
export const start = operation('start');

import { next, type Verb } from '../line';

/** https://www.twilio.com/docs/voice/twiml/leave: has an effect only in the document that a queue plays. */
export const leave: Verb = () => next;

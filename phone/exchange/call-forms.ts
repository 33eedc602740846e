import { type Static, Type } from '@sinclair/typebox';
import type { Action, Destination } from '../call/line';
import type { Method } from '../record';
import type { StatusEvent } from '../call/status-callbacks';
import type { Account } from './account';
import { badRequest } from './api-error';
import type { CallRequest } from './calls';
import { present } from './present';
import { recordingForm, recordingRequest } from './recording-form';

const Method = Type.Union([Type.Literal('GET'), Type.Literal('POST')], { default: 'POST' });
const Text = Type.Optional(Type.String());
const events: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

/** https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource */
export const NewCall = Type.Object({
  To: Type.String({ default: '' }),
  From: Type.String({ default: '' }),
  Url: Text,
  Method,
  Twiml: Text,
  FallbackUrl: Text,
  StatusCallback: Text,
  StatusCallbackMethod: Method,
  StatusCallbackEvent: Type.Array(Type.String(), { default: ['completed'] }),
  Timeout: Type.Integer({ default: 60, minimum: 0, maximum: 600 }),
  SendDigits: Text,
  MachineDetection: Type.Optional(Type.Union([Type.Literal('Enable'), Type.Literal('DetectMessageEnd')])),
  Record: Type.Boolean({ default: false }),
  ...recordingForm,
});

/** https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource */
export const CallUpdate = Type.Object({
  Url: Text,
  Method,
  Twiml: Text,
  Status: Type.Optional(Type.Union([Type.Literal('completed'), Type.Literal('canceled')])),
});

/** Characters that TwiML in a parameter may have. */
const TWIML_LIMIT = 4_000;

/** @throws ApiError with the code of https://www.twilio.com/docs/api/errors that Twilio gives */
export function callRequest(form: Static<typeof NewCall>, account: Account): CallRequest {
  checkParties(form, account);
  const first = destinationOf(form);
  if (!first) throw badRequest(21205, 'Url parameter is required.');
  return {
    from: form.From,
    to: form.To,
    first,
    timeout: form.Timeout,
    // A blank or a comma parts the events, too.
    statusEvents: events.filter(event =>
      form.StatusCallbackEvent.join(' ')
        .split(/[\s,]+/)
        .includes(event),
    ),
    ...(form.StatusCallback !== undefined && {
      statusCallback: { url: form.StatusCallback, method: form.StatusCallbackMethod },
    }),
    ...present({
      fallbackUrl: form.FallbackUrl,
      sendDigits: form.SendDigits,
      machineDetection: form.MachineDetection,
    }),
    ...(form.Record && { record: recordingRequest(form, 'OutboundAPI') }),
  };
}

/** Where a form leads a call; undefined: nowhere. @throws ApiError */
export function destinationOf({ Url, Method, Twiml }: Static<typeof CallUpdate>): Destination | undefined {
  if (Url !== undefined) return request(Url, Method);
  if (Twiml === undefined) return undefined;
  if (Twiml.length > TWIML_LIMIT) {
    throw badRequest(32018, `Twiml is longer than ${TWIML_LIMIT} characters`);
  }
  return { twiml: Twiml };
}

function request(url: string, method: Method): Action {
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw badRequest(21205, `Url is not a valid URL: ${url}`);
  return { url, method, params: {} };
}

function checkParties({ To, From }: Static<typeof NewCall>, account: Account): void {
  if (To === '') throw badRequest(21201, "No 'To' number is specified");
  if (!isParty(To)) throw badRequest(21211, `Invalid 'To' Phone Number: ${To}`);
  if (From === '') throw badRequest(21213, "No 'From' number is specified");
  if (!isParty(From)) throw badRequest(21212, `Invalid 'From' Phone Number: ${From}`);
  if (account.isTelephone(From)) {
    throw badRequest(
      21210,
      `The source phone number provided, ${From}, is not yet verified for your account.`,
    );
  }
}

function isParty(party: string): boolean {
  return /^(?:\+[1-9]\d{6,14}|(?:sips?|client|whatsapp):.+)$/.test(party);
}

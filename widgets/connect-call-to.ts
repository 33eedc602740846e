import { Type, type Static } from '@sinclair/typebox';
import { element, type Element } from '../twiml/element';
import { given, wholeNumber } from './rendered';
import { hangup } from './resume';
import { oneOf } from './schema';
import { defineWidget, type Scope } from './widget';

/** What one `<Dial>` can ring at once. */
const MAX_NUMBERS = 10;

const TAGS: Partial<Record<string, string>> = {
  number: 'Number',
  client: 'Client',
  conference: 'Conference',
  sim: 'Sim',
};

const schema = Type.Object({
  noun: oneOf(['number', 'number-multi', 'client', 'conference', 'sim', 'sip'], {
    description: 'Kind of what is called.',
  }),
  to: Type.Optional(
    Type.String({
      description:
        'Number in E.164, client identity, or conference. `number-multi`: up to ten numbers, separated by commas, ' +
        'that ring at once.',
    }),
  ),
  caller_id: Type.Optional(
    Type.String({
      default: '{{contact.channel.address}}',
      description: "Caller ID that the called one sees. Empty: the caller's own.",
    }),
  ),
  record: Type.Optional(Type.Boolean({ default: false, description: 'Records from the answer on.' })),
  timeout: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 600, default: 30, description: 'Seconds that it may ring.' }),
  ),
  time_limit: Type.Optional(
    Type.String({
      description: "Seconds that the connected call may last. Absent: the account's limit, 4 hours.",
    }),
  ),
  sip_endpoint: Type.Optional(Type.String({ description: 'SIP URI, for `sip`.' })),
  sip_username: Type.Optional(Type.String({ description: 'User name for the SIP endpoint.' })),
  sip_password: Type.Optional(Type.String({ description: 'Password for the SIP endpoint.' })),
});

/**
 * Connects the caller with somebody else.
 * https://www.twilio.com/docs/studio/widget-library/connect-call
 */
export const connectCallTo = defineWidget({
  type: 'connect-call-to',
  properties: schema,
  events: ['callCompleted', 'hangup'],
  channels: ['call'],
  speaks: true,
  run(properties, scope) {
    const nouns = called(properties, scope);
    if (nouns.length === 0) {
      // Twilio would end the call over an empty Dial. The flow learns of it as of any call that failed.
      return {
        event: 'callCompleted',
        output: { DialCallStatus: 'failed' },
        warnings: [{ code: 13223, message: 'Nobody to call: noun, or to (sip_endpoint of sip), is empty' }],
      };
    }
    const attributes = {
      action: scope.url('callCompleted'),
      callerId: given(properties.caller_id),
      timeout: properties.timeout,
      timeLimit: wholeNumber(properties.time_limit),
      record: properties.record ? 'record-from-answer' : undefined,
    };
    return {
      verbs: [element('Dial', attributes, ...nouns)],
      resume: [hangup, { event: 'callCompleted' }],
    };
  },
});

function called(properties: Static<typeof schema>, scope: Scope): Element[] {
  const to = given(properties.to);
  switch (properties.noun) {
    case 'number-multi':
      return listed(to)
        .slice(0, MAX_NUMBERS)
        .map(number => element('Number', {}, number));
    case 'sip': {
      const uri = given(properties.sip_endpoint);
      const password = given(properties.sip_password);
      const credentials = {
        username: given(properties.sip_username),
        password: password && scope.seal(password),
      };
      return uri ? [element('Sip', credentials, uri)] : [];
    }
    default: {
      // A template may render to no noun at all.
      const tag = TAGS[properties.noun];
      return to && tag ? [element(tag, {}, to)] : [];
    }
  }
}

function listed(text = ''): string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

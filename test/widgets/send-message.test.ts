import type { JsonObject } from '../../flow/json';
import { RetryLater } from '../../widgets/retry-later';
import { sendMessage } from '../../widgets/send-message';
import type { Call, Done, World } from '../../widgets/widget';
import {
  CONTACT,
  conversationScope,
  CONVERSATION,
  makeScope,
  messageScope,
  OURS,
  runExported,
} from './scope';
import { messageSid, startTwilioMessages, type TwilioMessages } from './twilio-messages';
import { makeWorld, noHttp } from './world';

const SERVICE = `MG${'1'.repeat(32)}`;
const CHAT_SERVICE = `IS${'3'.repeat(32)}`;
const TEMPLATE = `HX${'4'.repeat(32)}`;
const MESSAGES = '/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json';

/** As the canvas writes them. */
const defaults = {
  offset: { x: 0, y: 0 },
  service: '{{trigger.message.InstanceSid}}',
  channel: '{{trigger.message.ChannelSid}}',
  from: '{{flow.channel.address}}',
  to: '{{contact.channel.address}}',
  body: 'Hello',
};

let twilio: TwilioMessages;
beforeAll(async () => (twilio = await startTwilioMessages()));
beforeEach(() => twilio.reset());
afterAll(() => twilio.close());

const texting = messageScope();

const conversing = conversationScope();

function toBeSent(properties: JsonObject = {}, scope = texting): Call {
  const outcome = runExported(sendMessage, { ...defaults, ...properties }, scope);
  if (!('call' in outcome)) throw new Error(`nothing is to be sent: ${JSON.stringify(outcome)}`);
  return outcome;
}

async function send(properties: JsonObject = {}, scope = texting, world: Partial<World> = {}): Promise<Done> {
  const { call } = toBeSent(properties, scope);
  return (await sendMessage.call!(call, makeWorld(noHttp, { twilio: twilio.twilio, ...world }))) as Done;
}

describe('what Twilio is asked for', () => {
  it('is a message between the two numbers that the execution knows', async () => {
    await send();
    expect(twilio.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${MESSAGES}`]);
    expect(twilio.forms()).toEqual([{ From: OURS, To: CONTACT, Body: 'Hello' }]);
  });

  it('has addresses of other channels, plus sign and all', async () => {
    const scope = messageScope(`whatsapp:${OURS}`, `whatsapp:${CONTACT}`);
    await send({ body: 'Hello {{contact.channel.address}}' }, scope);
    expect(twilio.forms()).toEqual([
      { From: `whatsapp:${OURS}`, To: `whatsapp:${CONTACT}`, Body: `Hello whatsapp:${CONTACT}` },
    ]);
  });

  it.each(['call', 'request'] as const)('is the same in an execution started by a %s', async channel => {
    await send({}, makeScope({ channel }));
    expect(twilio.forms()).toEqual([{ From: OURS, To: CONTACT, Body: 'Hello' }]);
  });

  it('goes to whom the flow says, and comes from whom it says', async () => {
    await send({ to: ' +15550100009\n', from: '(555) 010-0002' });
    expect(twilio.forms()).toEqual([{ From: '(555) 010-0002', To: '+15550100009', Body: 'Hello' }]);
  });

  it('names a Messaging Service instead of a sender', async () => {
    await send({}, messageScope(SERVICE, CONTACT));
    expect(twilio.forms()).toEqual([{ MessagingServiceSid: SERVICE, To: CONTACT, Body: 'Hello' }]);
  });

  it('has the text as it is, white space and all', async () => {
    await send({ body: ' 1 & 2\n+3 ' });
    expect(twilio.forms()[0]!['Body']).toBe(' 1 & 2\n+3 ');
  });

  it('has media, whose secrets stay out of the history', async () => {
    const properties = { media_url: 'https://me:hunter2@files.test/owl.png?token=hunter2' };
    const { call } = toBeSent(properties);
    expect(JSON.stringify(call).replace(/sealed\([^)]*\)/g, '')).not.toContain('hunter2');
    await send(properties);
    expect(twilio.forms()[0]!['MediaUrl']).toBe(properties.media_url);
  });

  it.each([
    ['1', '1'],
    ['{{1}}', '1'],
    ['{{first_name}}', 'first_name'],
  ])('is a template with its values: the key %s', async (key, name) => {
    const content_variables = [{ key, value: '{{contact.channel.address}}' }];
    await send({ message_type: 'content_template', content_sid: TEMPLATE, content_variables });
    expect(twilio.forms()).toEqual([
      {
        From: OURS,
        To: CONTACT,
        ContentSid: TEMPLATE,
        ContentVariables: JSON.stringify({ [name]: CONTACT }),
      },
    ]);
  });

  it('tells the secrets of a template only to Twilio', async () => {
    const content_variables = [{ key: 'token', value: 'hunter"2' }];
    const properties = { message_type: 'content_template', content_sid: TEMPLATE, content_variables };
    expect(toBeSent(properties)).toMatchObject({
      call: { message: { contentVariables: '{"token":"sealed(hunter\\"2)"}' } },
    });
    await send(properties);
    expect(twilio.forms()[0]!['ContentVariables']).toBe('{"token":"hunter\\"2"}');
  });

  it('is no template unless the message is to be one', async () => {
    await send({ message_type: 'custom', content_sid: TEMPLATE });
    expect(twilio.forms()).toEqual([{ From: OURS, To: CONTACT, Body: 'Hello' }]);
  });

  it.each([
    ['the sender', { from: SERVICE }, texting, {}],
    ['our address', { from: OURS }, messageScope(SERVICE, CONTACT), { From: OURS }],
    [
      'the message that came in',
      {},
      messageScope(OURS, CONTACT, { trigger: { message: { MessagingServiceSid: SERVICE } } }),
      { From: OURS },
    ],
  ])('has its links shortened by the Messaging Service of %s', async (_of, properties, scope, sender) => {
    await send({ shorten_urls: true, ...properties }, scope);
    expect(twilio.forms()).toEqual([
      { MessagingServiceSid: SERVICE, ShortenUrls: 'true', To: CONTACT, Body: 'Hello', ...sender },
    ]);
  });

  it('has no content where the flow has none: Twilio says that it is missing', async () => {
    twilio.doom(/./, { status: 400, code: 21602, message: 'Message body is required.' });
    expect(await send({ body: '' })).toMatchObject({
      event: 'failed',
      output: { outbound: { ErrorCode: 21602 } },
    });
    expect(twilio.forms()).toEqual([{ From: OURS, To: CONTACT }]);
  });

  it('is nothing where nobody is to get it', () => {
    const outcome = runExported(sendMessage, { ...defaults, to: '{{flow.variables.nobody}}' }, texting);
    expect(outcome).toEqual({
      event: 'failed',
      warnings: [{ code: 81011, message: 'Failed to send Message: there is no address to send it to' }],
    });
  });
});

describe('in a conversation', () => {
  it('the message goes into it', async () => {
    const attributes = '{"password":"hunter2"}';
    expect(JSON.stringify(toBeSent({ attributes }, conversing))).toContain('sealed(hunter2)');
    const { output } = await send({ from: 'Bot', attributes }, conversing);
    expect(output).toMatchObject({ outbound: { Attributes: '{"password":"sealed(hunter2)"}' } });
    expect(twilio.asked[0]!.path).toBe(`/v1/Conversations/${CONVERSATION}/Messages`);
    expect(twilio.forms()).toEqual([{ Author: 'Bot', Body: 'Hello', Attributes: attributes }]);
  });

  it('the flow is not told of its own words', async () => {
    await send({}, conversing);
    expect(twilio.asked[0]!.headers).not.toHaveProperty('x-twilio-webhook-enabled');
  });

  it.each([
    [
      'the request that started the execution',
      conversationScope({ trigger: { conversation: { ChatServiceSid: CHAT_SERVICE } } }),
    ],
    [
      'the widget that began the conversation',
      conversationScope({ channel: { details: { chat_service_sid: CHAT_SERVICE } } }),
    ],
  ])('it is found in the service that %s tells of', async (_by, scope) => {
    await send({}, scope);
    expect(twilio.asked[0]!.path).toBe(`/v1/Services/${CHAT_SERVICE}/Conversations/${CONVERSATION}/Messages`);
  });

  it('so it is with a channel of Programmable Chat', async () => {
    const trigger = { message: { ChannelSid: CONVERSATION, InstanceSid: CHAT_SERVICE } };
    await send({ from: 'Bot' }, messageScope(CONVERSATION, 'ann', { trigger }));
    expect(twilio.asked[0]!.path).toBe(`/v1/Services/${CHAT_SERVICE}/Conversations/${CONVERSATION}/Messages`);
    expect(twilio.forms()).toEqual([{ Author: 'Bot', Body: 'Hello' }]);
  });

  it('templates are sent', async () => {
    const content_variables = [{ key: '1', value: 'Ann' }];
    await send({ message_type: 'content_template', content_sid: TEMPLATE, content_variables }, conversing);
    expect(twilio.forms()).toEqual([
      { Author: CONVERSATION, ContentSid: TEMPLATE, ContentVariables: '{"1":"Ann"}' },
    ]);
  });

  it('media are left out, and the step says so', async () => {
    const outcome = await send({ media_url: 'https://files.test/owl.png' }, conversing);
    expect(outcome).toMatchObject({
      event: 'sent',
      warnings: [{ code: 81011, message: expect.stringContaining('media') as string }],
    });
    expect(twilio.forms()).toEqual([{ Author: CONVERSATION, Body: 'Hello' }]);
  });

  it('what was sent has the names of the resource', async () => {
    expect(await send({}, conversing)).toMatchObject({
      event: 'sent',
      output: { outbound: { Sid: twilio.kept[0]!['sid'], Author: CONVERSATION, Body: 'Hello', Index: 0 } },
    });
  });
});

describe('what becomes of it', () => {
  it('is sent when Twilio has accepted it', async () => {
    expect(await send()).toEqual({
      event: 'sent',
      output: {
        outbound: expect.objectContaining({
          Sid: messageSid(1),
          Status: 'queued',
          Body: 'Hello',
          From: OURS,
          To: CONTACT,
          Direction: 'outbound-api',
          NumMedia: '0',
          NumSegments: '1',
          ErrorCode: null,
          MessagingServiceSid: null,
          DateCreated: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.000Z$/) as string,
        }) as JsonObject,
      },
      warnings: [],
    });
  });

  it.each([
    { status: 400, code: 21211, message: "Invalid 'To' Phone Number: +15550100001" },
    { status: 400, code: 21610, message: 'Attempt to send to unsubscribed recipient' },
    { status: 400, code: 63016, message: 'Outside the allowed window. Please use a Message Template.' },
    { status: 404, code: 20404, message: 'The requested resource was not found' },
    { status: 401, code: 20003, message: 'Authenticate' },
  ])('is failed, with the code and the words of Twilio: $code', async refusal => {
    twilio.doom(/./, refusal);
    const { code, message } = refusal;
    expect(await send()).toEqual({
      event: 'failed',
      output: {
        outbound: { From: OURS, To: CONTACT, Body: 'Hello', ErrorCode: code, ErrorMessage: message },
      },
      warnings: [{ code: 81011, message: `Failed to send Message: ${code} ${message}` }],
    });
  });

  it('is failed where the conversation is closed', async () => {
    const message = "Can't update conversation as it's in final closed state";
    twilio.doom(/./, { status: 400, code: 50377, message });
    expect(await send({}, conversing)).toMatchObject({
      event: 'failed',
      output: { outbound: { Author: CONVERSATION, Body: 'Hello', ErrorCode: 50377, ErrorMessage: message } },
    });
  });

  it('tells no secret where it has failed', async () => {
    twilio.doom(/./, { status: 400, code: 21620, message: 'Invalid media URL(s)' });
    const outcome = await send({ media_url: 'https://files.test/owl.png?token=hunter2' });
    expect(JSON.stringify(outcome)).toContain('token=sealed(hunter2)');
  });

  it('waits as long as Twilio wants to be left alone, and is sent then', async () => {
    twilio.doom(/./, { status: 429, code: 20429, message: 'Too Many Requests', retryAfter: 7 });
    const error: unknown = await send().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryLater);
    expect(error).toMatchObject({ milliseconds: 7000 });
    expect(await send({}, texting, { attempt: 2 })).toMatchObject({ event: 'sent' });
    expect(twilio.kept).toHaveLength(1);
  });
});

describe('what may have been sent already', () => {
  const lost = { shorten_urls: true, from: SERVICE };
  const inTemplate = { message_type: 'content_template', content_sid: TEMPLATE };

  /** One attempt whose answer is lost, then `meanwhile`, then the next attempt. */
  async function twice(properties: JsonObject = {}, scope = texting, meanwhile?: () => void): Promise<Done> {
    const since = new Date();
    await expect(send(properties, scope, { since })).rejects.toBeInstanceOf(RetryLater);
    meanwhile?.();
    return send(properties, scope, { since, attempt: 2 });
  }

  it.each([
    ['to a number', {}, texting],
    ['by a number that is written in another way', { from: '(555) 010-0002' }, texting],
    ['by a Messaging Service', { from: SERVICE }, texting],
    ['with links', lost, texting],
    ['of a template', inTemplate, texting],
    ['into a conversation', {}, conversing],
    [
      'into a conversation, by nobody',
      { from: '' },
      conversationScope({ trigger: { conversation: { ChatServiceSid: CHAT_SERVICE } } }),
    ],
  ])('is found, not sent again: %s', async (_what, properties, scope) => {
    twilio.doom(/./, 'accepted, then dropped');
    const outcome = await twice(properties, scope, () => {
      const [sent] = twilio.kept;
      if (sent!['from'] === '(555) 010-0002') sent!['from'] = OURS;
      if (properties === lost || properties === inTemplate) sent!['body'] = 'Something else';
    });
    expect(twilio.forms()).toHaveLength(1);
    expect(outcome).toMatchObject({ event: 'sent', output: { outbound: { Sid: twilio.kept[0]!['sid'] } } });
  });

  it.each([
    ['a trial account', 'Sent from your Twilio trial account - It’s “5 €” …'],
    ['smart encoding', 'It\'s "5 €" ...'],
  ])('is found where its text was changed by %s', async (_by, body) => {
    twilio.doom(/./, 'accepted, then dropped');
    await twice({ body: 'It’s “5 €” …' }, texting, () => (twilio.kept[0]!['body'] = body));
    expect(twilio.forms()).toHaveLength(1);
  });

  it('is found where it is so new that Twilio has no date for it', async () => {
    twilio.doom(/./, 'accepted, then dropped');
    expect(await twice({}, texting, () => (twilio.kept[0]!['date_created'] = null))).toMatchObject({
      event: 'sent',
    });
    expect(twilio.forms()).toHaveLength(1);
  });

  it.each([
    ['to a number', texting],
    ['into a conversation', conversing],
  ])('was not, and is sent: %s', async (_what, scope) => {
    twilio.doom(/./, 'dropped');
    expect(await twice({}, scope)).toMatchObject({ event: 'sent' });
    expect(twilio.kept).toHaveLength(1);
  });

  it('is not looked for at the first attempt', async () => {
    await send();
    expect(twilio.asked.map(({ method }) => method)).toEqual(['POST']);
  });

  it('is not what another widget has said just before, in the same words', async () => {
    const { output } = await send();
    twilio.doom(/./, 'dropped');
    await twice({}, messageScope(OURS, CONTACT, { widgets: { before: output! } }));
    expect(twilio.kept).toHaveLength(2);
  });

  it.each([
    ['older', { date_created: new Date(Date.now() - 10_000).toUTCString() }],
    ['with another text', { body: 'Goodbye' }],
    ['from another number', { from: '+15550100003' }],
    ['of a Messaging Service', { from: null, messaging_service_sid: SERVICE }],
    ['to somebody else', { to: '+15550100009' }],
    ['an answer in TwiML', { direction: 'outbound-reply' }],
  ])('is not one that is %s', async (_what, difference) => {
    await send();
    Object.assign(twilio.kept[0]!, difference);
    twilio.doom(/./, 'dropped');
    await twice();
    expect(twilio.kept).toHaveLength(2);
  });

  it.each([
    ['older', { date_created: new Date(Date.now() - 10_000).toISOString() }],
    ['with another text', { body: 'Goodbye' }],
    ["a participant's", { author: 'ann' }],
  ])('is not a message of the conversation that is %s', async (_what, difference) => {
    await send({}, conversing);
    Object.assign(twilio.kept[0]!, difference);
    twilio.doom(/./, 'dropped');
    await twice({}, conversing);
    expect(twilio.kept).toHaveLength(2);
  });

  it('is looked for later where Twilio cannot say', async () => {
    twilio.doom(/./, 'accepted, then dropped', { status: 503, code: 20503, message: 'Service unavailable' });
    await expect(twice()).rejects.toBeInstanceOf(RetryLater);
    expect(await send({}, texting, { attempt: 3 })).toMatchObject({ event: 'sent' });
    expect(twilio.forms()).toHaveLength(1);
  });

  it('has failed where Twilio will not say', async () => {
    twilio.doom(/./, 'dropped', { status: 403, code: 20403, message: 'Forbidden' });
    expect(await twice()).toMatchObject({ event: 'failed', output: { outbound: { ErrorCode: 20403 } } });
  });

  it('may be tried for long', () => {
    expect(toBeSent()).toMatchObject({ patient: true, seconds: 30 });
  });
});

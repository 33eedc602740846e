import type { JsonObject } from '../../flow/json';
import { RetryLater } from '../../widgets/retry-later';
import { sendAndWaitForReply } from '../../widgets/send-and-wait-for-reply';
import { callbackUrl } from '../../widgets/webhook-urls';
import type { Call, Done, Wait, World } from '../../widgets/widget';
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

/** As the canvas writes them. */
const defaults = {
  offset: { x: 0, y: 0 },
  service: '{{trigger.message.InstanceSid}}',
  channel: '{{trigger.message.ChannelSid}}',
  from: '{{flow.channel.address}}',
  body: 'How are you?',
  timeout: '3600',
};

let twilio: TwilioMessages;
beforeAll(async () => (twilio = await startTwilioMessages()));
beforeEach(() => twilio.reset());
afterAll(() => twilio.close());

const texting = messageScope();

const conversing = conversationScope();

async function ask(
  properties: JsonObject = {},
  scope = texting,
  world: Partial<World> = {},
): Promise<Done | Wait> {
  const outcome = runExported(sendAndWaitForReply, { ...defaults, ...properties }, scope);
  const { call } = outcome as Call;
  return sendAndWaitForReply.call!(call, makeWorld(noHttp, { twilio: twilio.twilio, ...world }));
}

async function waiting(properties: JsonObject = {}, scope = texting): Promise<Wait> {
  const outcome = await ask(properties, scope);
  if (!('resume' in outcome)) throw new Error(`it does not wait: ${JSON.stringify(outcome)}`);
  return outcome;
}

describe('the question', () => {
  it('goes to the contact, and Twilio tells of its delivery', async () => {
    await waiting({ to: '+15550100009' });
    const { session } = makeWorld(noHttp);
    const StatusCallback = callbackUrl(session);
    expect(StatusCallback).toContain(encodeURIComponent(session.workflowId));
    expect(twilio.forms()).toEqual([{ From: OURS, To: CONTACT, Body: 'How are you?', StatusCallback }]);
  });

  it('goes into the conversation, which tells of no delivery', async () => {
    await waiting({}, conversing);
    expect(twilio.asked[0]!.path).toBe(`/v1/Conversations/${CONVERSATION}/Messages`);
    expect(twilio.forms()).toEqual([{ Author: CONVERSATION, Body: 'How are you?' }]);
  });

  it('stands in the output at once', async () => {
    const { output } = await waiting();
    expect(output).toMatchObject({ outbound: { Sid: messageSid(1), Body: 'How are you?', To: CONTACT } });
  });

  it('leaves the widget when Twilio refuses it', async () => {
    twilio.doom(/./, { status: 400, code: 21610, message: 'Attempt to send to unsubscribed recipient' });
    expect(await ask()).toMatchObject({
      event: 'deliveryFailure',
      output: { outbound: { ErrorCode: 21610, To: CONTACT } },
      warnings: [{ code: 81011 }],
    });
  });

  it('is none where there is no contact', () => {
    const outcome = runExported(sendAndWaitForReply, defaults, messageScope(OURS, ''));
    expect(outcome).toMatchObject({ event: 'deliveryFailure', warnings: [{ code: 81011 }] });
  });

  it('is asked once, where only its answer was lost', async () => {
    const since = new Date();
    twilio.doom(/./, 'accepted, then dropped');
    await expect(ask({}, texting, { since })).rejects.toBeInstanceOf(RetryLater);
    expect(await ask({}, texting, { since, attempt: 2 })).toMatchObject({
      output: { outbound: { Sid: messageSid(1) } },
      resume: [{ event: 'incomingMessage' }, { when: failureOf(messageSid(1)) }],
    });
    expect(twilio.forms()).toHaveLength(1);
  });
});

function failureOf(sid: string) {
  return { MessageSid: [sid], MessageStatus: ['failed', 'undelivered'] };
}

describe('the wait', () => {
  it('ends with what the contact writes, or when the question turns out not to be delivered', async () => {
    expect(await waiting()).toMatchObject({
      verbs: [],
      resume: [
        { event: 'incomingMessage', message: true, under: 'inbound' },
        { event: 'deliveryFailure', callback: true, under: 'outbound', when: failureOf(messageSid(1)) },
      ],
    });
  });

  it('ends in a conversation with what somebody writes', async () => {
    const { resume } = await waiting({}, conversing);
    expect(resume).toEqual([{ event: 'incomingMessage', message: true, under: 'inbound' }]);
  });

  it.each([
    ['3600', 3600],
    ['120', 120],
    [90, 90],
    ['{{trigger.message.From | size}}', CONTACT.length],
    ['{{ 60 | times: 1.5 }}', 90],
    [' 30\n', 30],
    ['0', 0],
    ['2592000', 2592000],
    ['9999999999', 2592000],
  ])('lasts as long as the flow says, and 30 days at most: %j', async (timeout, seconds) => {
    const wait = await waiting({ timeout });
    expect(wait.timeout).toEqual({ seconds, event: 'timeout' });
    expect(wait.warnings).toEqual([]);
  });

  it.each(['soon', '-1', '{{flow.variables.unset}}'])('lasts an hour, with a warning: %s', async timeout => {
    const wait = await waiting({ timeout });
    expect(wait.timeout).toEqual({ seconds: 3600, event: 'timeout' });
    expect(wait.warnings).toMatchObject([{ code: 81027 }]);
  });

  it('lasts an hour where the flow says nothing', async () => {
    const wait = await waiting({ timeout: null });
    expect(wait.timeout).toEqual({ seconds: 3600, event: 'timeout' });
  });

  it('lasts an hour after media that a conversation does not take, too', async () => {
    const wait = await waiting({ media_url: 'https://files.test/owl.png', timeout: 'soon' }, conversing);
    expect(wait.warnings).toMatchObject([{ code: 81011 }, { code: 81027 }]);
  });
});

describe('the addresses of the reply', () => {
  it.each([
    ['two numbers', {}, texting, OURS, CONTACT],
    [
      'another channel',
      {},
      messageScope(`whatsapp:${OURS}`, `whatsapp:${CONTACT}`),
      `whatsapp:${OURS}`,
      `whatsapp:${CONTACT}`,
    ],
    ['a Messaging Service', { from: SERVICE }, texting, SERVICE, CONTACT],
    ['a call', {}, makeScope(), OURS, CONTACT],
    ['another sender', { from: '+15550100003' }, makeScope({ channel: 'request' }), '+15550100003', CONTACT],
  ])('are those that the question went between: %s', async (_what, properties, scope, to, from) => {
    expect((await waiting(properties, scope)).replies).toEqual({ from, to });
  });

  it('are as Twilio writes them, which is how the reply has them', async () => {
    const since = new Date();
    const properties = { from: '(555) 010-0002' };
    twilio.doom(/./, 'accepted, then dropped');
    await expect(ask(properties, texting, { since })).rejects.toBeInstanceOf(RetryLater);
    twilio.kept[0]!['from'] = OURS;
    expect(await ask(properties, texting, { since, attempt: 2 })).toMatchObject({
      replies: { from: CONTACT, to: OURS },
    });
  });

  it("are the conversation's own", async () => {
    expect((await waiting({}, conversing)).replies).toBeUndefined();
  });
});

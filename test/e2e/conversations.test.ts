import type { Twilio } from 'twilio';
import { createTwilioClients, type TwilioClients } from '../../activities/world/twilio-client';
import { Accounts } from '../../config/accounts';
import type { JsonObject } from '../../flow/json';
import { newSid } from '../../phone/params';
import { Outside } from '../resilience/outside';
import { nothing } from '../resilience/writer';
import { ACCOUNT, Engine, NUMBER, TOKEN, type Flow } from '../setup/engine';
import { postSigned } from '../setup/post-signed';
import { until } from '../setup/until';
import { state } from './flows';
import { ask, flowOf, somebody, write } from './message-flows';

const SERVICE = newSid('IS');
const EVENTS = ['onMessageAdded', 'onConversationStateUpdated', 'onConversationRemoved'];

let engine: Engine;
let outside: Outside;
let clients: TwilioClients;
let twilio: Twilio;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
  const accounts = new Accounts([{ sid: ACCOUNT, tokens: [TOKEN] }]);
  clients = createTwilioClients({ accounts, baseUrl: engine.exchange.url });
  twilio = await clients.of(ACCOUNT);
});
afterAll(async () => {
  await clients.close();
  await engine.close();
  await outside.close();
});

/** A conversation that a flow listens to. */
async function open(flow: Flow, filters = EVENTS) {
  const { conversations } = twilio.conversations.v1.services(SERVICE);
  const { sid } = await conversations.create();
  const conversation = conversations(sid);
  await conversation.webhooks.create({
    target: 'webhook',
    'configuration.url': flow.url,
    'configuration.filters': filters,
  });
  return {
    sid,
    conversation,
    execution: engine.execution(flow, sid),
    /** Resolves when the flow has heard of it. */
    say: async (author: string, body: string): Promise<void> => {
      engine.exchange.say(sid, author, body);
      await engine.exchange.settled();
    },
    said: async (): Promise<string[]> =>
      (await conversation.messages.list()).map(({ author, body }) => `${author}: ${body}`),
  };
}

const bot = { from: 'Bot' };
const questions = flowOf(
  ask('first', 'Hello {{trigger.conversation.Author}}. What is it about?', 'second', bot),
  ask('second', 'And how urgent is it?', 'thanks', bot),
  write('thanks', '{{widgets.first.inbound.Body}}, {{widgets.second.inbound.Body}}. Thanks, all.', null, bot),
);

describe('a message in a conversation', () => {
  it('starts an execution, which answers there and waits for the next', async () => {
    const { sid, say, said, execution } = await open(await engine.flow(questions));
    await say('ada', 'Hi');
    await say('ada', 'A bill');
    await say('ada', 'Very');
    expect(await said()).toEqual([
      'ada: Hi',
      'Bot: Hello ada. What is it about?',
      'ada: A bill',
      'Bot: And how urgent is it?',
      'ada: Very',
      'Bot: A bill, Very. Thanks, all.',
    ]);
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'first', 'second', 'thanks'],
    });
    expect((await execution.steps())[0]).toMatchObject({ name: 'incomingConversationMessage' });
    expect(await execution.warnings()).toEqual([]);
    const { trigger, flow, contact, widgets } = await execution.context();
    expect(flow.channel).toMatchObject({ address: sid, sid, type: 'conversation' });
    expect(contact).toEqual({ channel: { address: 'ada' } });
    expect(widgets['first']).toMatchObject({
      outbound: {
        Sid: expect.stringMatching(/^IM/) as string,
        ConversationSid: sid,
        Author: 'Bot',
        Index: 1,
      },
      inbound: { Body: 'A bill', Author: 'ada', ConversationSid: sid, EventType: 'onMessageAdded' },
    });
    // The latest.
    expect(trigger).toMatchObject({ conversation: { Body: 'Very', Author: 'ada', ConversationSid: sid } });
  });

  it('of any participant is taken, and the trigger tells whose it was', async () => {
    const { say, said } = await open(
      await engine.flow(
        flowOf(
          ask('first', 'First?', 'second', bot),
          ask(
            'second',
            '{{trigger.conversation.Author}} says {{trigger.conversation.Body}}. Second?',
            'end',
            bot,
          ),
          write('end', '{{widgets.first.inbound.Author}} and {{widgets.second.inbound.Author}}', null, bot),
        ),
      ),
    );
    await say('ada', 'Hi');
    await say('ben', 'One');
    await say('eve', 'Two');
    expect((await said()).filter(text => text.startsWith('Bot'))).toEqual([
      'Bot: First?',
      'Bot: ben says One. Second?',
      'Bot: ben and eve',
    ]);
  });

  it('may come from a telephone, and what the flow says gets there', async () => {
    const flow = await engine.flow(questions);
    const { sid, conversation, say, said } = await open(flow);
    const address = somebody();
    const contact = engine.contact(flow, { from: address });
    await conversation.participants.create({
      'messagingBinding.address': address,
      'messagingBinding.proxyAddress': NUMBER,
    });
    engine.exchange.receive({ from: address, to: NUMBER, body: 'Hi', mediaUrls: [] });
    expect(await contact.until(1)).toEqual([`Hello ${address}. What is it about?`]);
    await say('ben', 'I know it');
    expect(await contact.until(3)).toEqual([
      `Hello ${address}. What is it about?`,
      'I know it',
      'And how urgent is it?',
    ]);
    expect(await said()).toHaveLength(4);
    expect(engine.exchange.conversations.find(each => each.sid === sid)?.messages[0]).toMatchObject({
      author: address,
    });
  });

  it('after the end starts anew; each conversation has its own', async () => {
    const flow = await engine.flow(flowOf(ask('more', 'More?', 'bye', bot), write('bye', 'Bye', null, bot)));
    const [one, other] = [await open(flow), await open(flow)];
    for (const text of ['Hi', 'No', 'Hi']) await one.say('ada', text);
    await other.say('ada', 'Hi');
    expect((await one.said()).filter(text => text.startsWith('Bot'))).toEqual([
      'Bot: More?',
      'Bot: Bye',
      'Bot: More?',
    ]);
    expect((await other.said()).filter(text => text.startsWith('Bot'))).toEqual(['Bot: More?']);
  });

  it('that is delivered again is taken once', async () => {
    const flow = await engine.flow(questions);
    const { sid, said, execution } = await open(flow);
    const form = (body: string) => ({
      ...{ EventType: 'onMessageAdded', ConversationSid: sid, MessageSid: newSid('IM'), Index: '0' },
      ...{
        AccountSid: ACCOUNT,
        ChatServiceSid: SERVICE,
        Author: 'ada',
        Body: body,
        Source: 'SDK',
        RetryCount: '0',
      },
    });
    const [hi, bill] = [form('Hi'), form('A bill')];
    expect(await Promise.all([postSigned(flow.url, hi, null), postSigned(flow.url, hi, null)])).toEqual([
      nothing,
      nothing,
    ]);
    await postSigned(flow.url, { ...hi, RetryCount: '1' }, null);
    await postSigned(flow.url, bill, null);
    await postSigned(flow.url, { ...bill, RetryCount: '1' }, null);
    expect((await execution.steps()).map(({ from }) => from)).toEqual(['Trigger', 'first']);
    expect(await said()).toHaveLength(2);
  });

  it('of the flow itself is none', async () => {
    const flow = await engine.flow(
      flowOf(write('hello', 'Hello', 'more', bot), ask('more', 'More?', null, bot)),
    );
    const { say, said, execution } = await open(flow);
    await say('ada', 'Hi');
    expect((await execution.steps()).map(({ from }) => from)).toEqual(['Trigger', 'hello']);
    expect(await said()).toEqual(['ada: Hi', 'Bot: Hello', 'Bot: More?']);
  });
});

describe('a conversation that ends', () => {
  it.each(['closed', 'removed'] as const)('ends its execution: %s', async how => {
    const { sid, say, execution } = await open(await engine.flow(questions));
    await say('ada', 'Hi');
    engine.exchange.endConversation(sid, how);
    expect(await execution.result()).toMatchObject({ reason: 'closed', way: ['Trigger'] });
    expect(await execution.endedReason()).toBe('closed');
  });

  it('by somebody else in the API does so, too; one that rests does not', async () => {
    const { conversation, say, execution } = await open(await engine.flow(questions));
    await say('ada', 'Hi');
    await conversation.update({ state: 'inactive' });
    await engine.exchange.settled();
    expect((await execution.handle.describe()).status.name).toBe('RUNNING');
    await conversation.update({ state: 'closed' });
    expect(await execution.result()).toMatchObject({ reason: 'closed' });
  });

  /** A flow that works before it writes. */
  const atWork = (writes: JsonObject & { name: string }) => {
    const work = { method: 'POST', url: outside.url('/held') };
    const { name } = writes;
    return flowOf(state('work', 'make-http-request', work, { success: name, failed: name }), writes);
  };

  it.each([
    ['send-message', () => write('it', 'Hello', null, bot), 'failed'],
    ['send-and-wait-for-reply', () => ask('it', 'Hello', null, bot), 'deliveryFailure'],
  ])('before it is written to, takes the failure transition of %s', async (_type, widget, event) => {
    for (const [how, code] of [
      ['closed', 50377],
      ['removed', 20404],
    ] as const) {
      // The flow does not hear of the end.
      const { sid, execution } = await open(await engine.flow(atWork(widget())), ['onMessageAdded']);
      const asked = outside.asked('/held').length;
      engine.exchange.say(sid, 'ada', 'Hi');
      await outside.untilAsked('/held', asked + 1);
      engine.exchange.endConversation(sid, how);
      outside.release();
      expect(await execution.result()).toMatchObject({ reason: 'completed', way: ['Trigger', 'work', 'it'] });
      expect((await execution.steps()).at(-1)).toMatchObject({
        name: event,
        warnings: [{ code: 81011, message: expect.stringContaining(`${code} `) as string }],
      });
      expect((await execution.context()).widgets['it']).toMatchObject({ outbound: { ErrorCode: code } });
    }
  });

  it('while the flow works ends it then', async () => {
    const definition = atWork(ask('it', 'Hello', null, bot));
    const { sid, execution } = await open(await engine.flow(definition));
    const asked = outside.asked('/held').length;
    engine.exchange.say(sid, 'ada', 'Hi');
    await outside.untilAsked('/held', asked + 1);
    engine.exchange.endConversation(sid, 'closed');
    outside.release();
    expect(await execution.result()).toMatchObject({ reason: 'closed' });
  });

  it('and that no execution knows starts none', async () => {
    const { sid, execution } = await open(await engine.flow(questions));
    engine.exchange.endConversation(sid, 'closed');
    await engine.exchange.settled();
    await expect(execution.handle.describe()).rejects.toThrow();
  });
});

describe('a conversation that a flow starts', () => {
  const start = (close: boolean, to: string) =>
    flowOf(
      state(
        'start',
        'start-conversation',
        {
          conversation_service_sid: SERVICE,
          participants: [
            { type: 'messaging', messaging_binding_address: to, messaging_binding_proxy_address: NUMBER },
          ],
          close_conversation_on_execution_end: close,
        },
        { created: 'ask', failed: null },
      ),
      ask('ask', 'How was it?', 'thanks', { from: 'Survey' }),
      write('thanks', 'Thanks for "{{widgets.ask.inbound.Body}}"', null, { from: 'Survey' }),
    );

  it.each([true, false])('takes the contact’s replies, and is over with the execution: %s', async close => {
    const to = somebody();
    const flow = await engine.flow(start(close, to));
    const contact = engine.contact(flow, { from: to });
    const execution = await engine.request(flow, { to });
    await contact.until(1);
    engine.exchange.receive({ from: to, to: NUMBER, body: 'Good', mediaUrls: [] });
    expect(await contact.until(2)).toEqual(['How was it?', 'Thanks for "Good"']);
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'start', 'ask', 'thanks'],
    });
    const conversation = engine.exchange.conversations.find(({ participants }) =>
      participants.some(({ binding }) => binding?.address === to),
    );
    expect(conversation).toMatchObject({ state: close ? 'closed' : 'active', webhooks: [] });
    const { flow: own, trigger, widgets } = await execution.context();
    expect(own.channel).toMatchObject({ sid: conversation?.sid, type: 'conversation' });
    const reply = { Body: 'Good', Author: to, ConversationSid: conversation?.sid };
    expect(widgets['ask']).toMatchObject({ inbound: reply });
    expect(trigger).toMatchObject({ request: { to }, conversation: reply });
  });

  it('ends the execution when it is closed', async () => {
    const to = somebody();
    const flow = await engine.flow(start(true, to));
    const contact = engine.contact(flow, { from: to });
    const execution = await engine.request(flow, { to });
    await contact.until(1);
    const conversation = engine.exchange.conversations.find(({ participants }) =>
      participants.some(({ binding }) => binding?.address === to),
    );
    engine.exchange.endConversation(conversation?.sid ?? '', 'closed');
    expect(await execution.result()).toMatchObject({ reason: 'closed' });
  });
});

describe('a conversation that a flow takes up', () => {
  it('tells the trigger what is written in it', async () => {
    const { conversations } = twilio.conversations.v1.services(SERVICE);
    const { sid } = await conversations.create();
    const flow = await engine.flow(
      flowOf(
        state(
          'resume',
          'resume-conversation',
          { conversation_service_sid: SERVICE, conversation_sid: sid },
          { resumed: 'ask', failed: null },
        ),
        ask('ask', 'Still there?', 'thanks', bot),
        write('thanks', '{{trigger.conversation.Author}}: {{trigger.conversation.Body}}', null, bot),
      ),
    );
    const execution = await engine.request(flow, { to: somebody() });
    await until(async () => 'ask' in (await execution.context()).widgets);
    engine.exchange.say(sid, 'ada', 'Yes');
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
    expect((await conversations(sid).messages.list()).map(({ body }) => body)).toEqual([
      'Still there?',
      'Yes',
      'ada: Yes',
    ]);
  });
});

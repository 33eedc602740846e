import type { JsonObject } from '../../flow/json';
import { resumeConversation } from '../../widgets/resume-conversation';
import { RetryLater } from '../../widgets/retry-later';
import type { Call, Done, World } from '../../widgets/widget';
import { accountSid, conversationScope, flowSid, makeScope, runExported } from './scope';
import {
  service,
  startTwilioConversations,
  type Kept,
  type TwilioConversations,
} from './twilio-conversations';
import { makeWorld, noHttp } from './world';

const webhookUrl =
  `https://engine.test/v1/Accounts/${accountSid}/Flows/${flowSid}` +
  `?FlowExecution=${flowSid}%2FCA${'0'.repeat(32)}`;

let twilio: TwilioConversations;
let kept: Kept;
beforeAll(async () => (twilio = await startTwilioConversations()));
beforeEach(() => {
  twilio.reset();
  kept = twilio.add({ friendly_name: 'Support', attributes: '{"topic": "support"}' });
  kept.participants.push({ sid: 'MB1', identity: 'ada', messaging_binding: null });
});
afterAll(() => twilio.close());

/** What is asked for, by properties as an export has them. */
function asked(properties: JsonObject = {}, scope = makeScope({ channel: 'request' })): Call | Done {
  const sid = kept.conversation['sid'] as string;
  const all = { conversation_service_sid: service, conversation_sid: sid, ...properties };
  return runExported(resumeConversation, all, scope) as Call | Done;
}

async function attempt(call: Call['call'], world: Partial<World> = {}): Promise<Done> {
  return (await resumeConversation.call!(
    call,
    makeWorld(noHttp, { twilio: twilio.twilio, ...world }),
  )) as Done;
}

const resume = (properties?: JsonObject, world?: Partial<World>): Promise<Done> =>
  attempt((asked(properties) as Call).call, world);

it('leaves what is known of the conversation, which is the channel from now on', async () => {
  const { event, output, flow } = await resume();
  const { sid } = kept.conversation;
  const ours = { webhook_sid: kept.webhooks[0]!['sid'], close_channel_on_execution_end: false };
  expect({ event, output }).toEqual({
    event: 'resumed',
    output: {
      conversation: expect.objectContaining({
        sid,
        friendly_name: 'Support',
        attributes: '{"topic": "support"}',
        participants: [expect.objectContaining({ sid: 'MB1', identity: 'ada' })],
      }) as JsonObject,
      ...ours,
    },
  });
  expect(flow).toEqual({
    channel: {
      sid,
      address: sid,
      type: 'conversation',
      status: 'active',
      details: expect.objectContaining({
        friendly_name: 'Support',
        chat_service_sid: service,
        ...ours,
      }) as JsonObject,
    },
  });
});

it('tells the execution of messages, of its end, and of what the flow asks for', async () => {
  await resume({ webhook_filters: ['onParticipantAdded', 'onMessageAdded'] });
  const filters = [
    'onMessageAdded',
    'onConversationStateUpdated',
    'onConversationRemoved',
    'onParticipantAdded',
  ];
  expect(kept.webhooks).toEqual([
    expect.objectContaining({
      target: 'webhook',
      configuration: { url: webhookUrl, method: 'post', filters },
    }),
  ]);
});

it.each(['onMessageUpdated, onParticipantAdded', 'onMessageUpdated onParticipantAdded'])(
  'may be asked for them in one text: %s',
  filters => {
    expect(asked({ webhook_filters: filters })).toMatchObject({
      call: { filters: ['onMessageUpdated', 'onParticipantAdded'] },
    });
  },
);

it('a webhook that the contact has left behind is used again: no message comes twice', async () => {
  await resume();
  await resume({ webhook_filters: 'onParticipantAdded' });
  expect(kept.webhooks).toHaveLength(1);
  expect(JSON.stringify(kept.webhooks)).toContain('onParticipantAdded');
});

it("somebody else's webhook is left alone", async () => {
  const others = { sid: 'WH9', target: 'studio', configuration: { flow_sid: `FW${'9'.repeat(32)}` } };
  kept.webhooks.push({ ...others });
  await resume();
  expect(kept.webhooks).toHaveLength(2);
  expect(kept.webhooks[0]).toEqual(others);
});

it('the attributes are changed where the flow has some', async () => {
  const { output } = await resume({ attributes: '{"topic": "returns"}' });
  expect(kept.conversation['attributes']).toBe('{"topic": "returns"}');
  expect(output).toMatchObject({ conversation: { attributes: '{"topic": "returns"}' } });
});

it('the secrets of the attributes stay out of the history', async () => {
  const attributes = '{"token": "hunter2"}';
  const { call } = asked({ attributes }) as Call;
  const done = await attempt(call);
  expect(kept.conversation['attributes']).toBe(attributes);
  expect(JSON.stringify([call, done]).replaceAll('sealed(hunter2)', '')).not.toContain('hunter2');
});

it('the attributes stay as they are where it has none', async () => {
  await resume({ attributes: '' });
  expect(kept.conversation['attributes']).toBe('{"topic": "support"}');
});

describe('failed', () => {
  const failedWith = (words: string) => ({
    event: 'failed',
    warnings: [{ code: 81006, message: expect.stringContaining(words) as string }],
  });

  it('where the conversation is closed', async () => {
    kept.conversation['state'] = 'closed';
    expect(await resume()).toEqual(failedWith('is closed'));
    expect(kept.webhooks).toEqual([]);
  });

  it("with Twilio's words where there is none", async () => {
    expect(await resume({ conversation_sid: 'CH9' })).toEqual(failedWith('20404'));
  });

  it.each(['conversation_sid', 'conversation_service_sid'])('at once where %s renders to nothing', name => {
    expect(asked({ [name]: '{{flow.variables.none}}' })).toEqual(failedWith(`${name} is empty`));
  });

  it('at once where the execution has a conversation already', () => {
    expect(asked({}, conversationScope({ trigger: { request: {} } }))).toEqual(
      failedWith('has a conversation already'),
    );
  });
});

it('is tried again when an answer was lost, and hears the conversation once', async () => {
  twilio.doom(/POST .*Webhooks$/, 'accepted, then dropped');
  await expect(resume()).rejects.toThrow(RetryLater);
  expect(await resume({}, { attempt: 2 })).toMatchObject({ event: 'resumed' });
  expect(kept.webhooks).toHaveLength(1);
});

describe('when the execution ends', () => {
  it.each([
    [false, 'active'],
    [true, 'closed'],
  ])('its webhook is removed; to be closed: %s', async (close, state) => {
    const { closing } = await resume({ close_conversation_on_execution_end: close });
    await attempt(closing!);
    expect(kept.webhooks).toEqual([]);
    expect(kept.conversation['state']).toBe(state);
  });
});

it('works in executions that a REST request has started', () => {
  expect(resumeConversation).toMatchObject({ channels: ['request'], failure: 'failed' });
});

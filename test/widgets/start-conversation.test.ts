import type { JsonObject } from '../../flow/json';
import { RetryLater } from '../../widgets/retry-later';
import { startConversation } from '../../widgets/start-conversation';
import type { Call, Done, World } from '../../widgets/widget';
import { accountSid, CONTACT, conversationScope, flowSid, makeScope, OURS, runExported } from './scope';
import { service, startTwilioConversations, type TwilioConversations } from './twilio-conversations';
import { makeWorld, noHttp } from './world';

const since = new Date('2026-01-02T03:04:05.678Z');
/** What the call is found by, whatever becomes of its answers. */
const uniqueName = `FN${'0'.repeat(32)}-1767323045678`;
const webhookUrl =
  `https://engine.test/v1/Accounts/${accountSid}/Flows/${flowSid}` +
  `?FlowExecution=${flowSid}%2FCA${'0'.repeat(32)}`;

const sms = {
  type: 'messaging',
  messaging_binding_address: '{{contact.channel.address}}',
  messaging_binding_proxy_address: '{{flow.channel.address}}',
};
const ada = { type: 'chat', identity: 'ada' };

let twilio: TwilioConversations;
beforeAll(async () => (twilio = await startTwilioConversations()));
beforeEach(() => twilio.reset());
afterAll(() => twilio.close());

const scope = makeScope({ channel: 'request' });

/** What is asked for, by properties as an export has them. */
function asked(properties: JsonObject = {}, given = scope): Call | Done {
  const all = { conversation_service_sid: service, participants: [sms], ...properties };
  return runExported(startConversation, all, given) as Call | Done;
}

async function attempt(call: Call['call'], world: Partial<World> = {}): Promise<Done> {
  const whole = makeWorld(noHttp, { twilio: twilio.twilio, since, ...world });
  return (await startConversation.call!(call, whole)) as Done;
}

const start = (properties?: JsonObject, world?: Partial<World>): Promise<Done> =>
  attempt((asked(properties) as Call).call, world);

/** Forms of the requests that were to make something. */
const posted = (what: RegExp) => twilio.posts(what).map(({ form }) => form);

const gone = { status: 404, code: 20404, message: 'The requested resource was not found' };
const busy = { status: 429, code: 20429, message: 'Too Many Requests' };
const taken = {
  status: 409,
  code: 50416,
  message: 'A binding for this participant and proxy address already exists in Conversation CH9',
};

describe('what is started', () => {
  it('is a conversation with all that a flow can ask for', async () => {
    await start({
      friendly_name: 'Survey of {{contact.channel.address}}',
      attributes: '{"topic": "survey"}',
      messaging_service_sid: `MG${'0'.repeat(32)}`,
      timers_inactive: 'PT5M',
      timers_closed: 'PT10M',
    });
    expect(twilio.log()[0]).toBe(`POST /v1/Services/${service}/Conversations`);
    expect(posted(/Conversations$/)).toEqual([
      {
        UniqueName: uniqueName,
        FriendlyName: `Survey of ${CONTACT}`,
        Attributes: '{"topic": "survey"}',
        MessagingServiceSid: `MG${'0'.repeat(32)}`,
        'Timers.Inactive': 'PT5M',
        'Timers.Closed': 'PT10M',
      },
    ]);
  });

  it('has nothing but its name where the flow says nothing', async () => {
    await start({ friendly_name: '', attributes: '', timers_inactive: '', messaging_service_sid: '' });
    expect(posted(/Conversations$/)).toEqual([{ UniqueName: uniqueName }]);
  });

  it('has its participants, by address or by name', async () => {
    await start({ participants: [sms, { ...sms, type: 'sms', identity: 'ignored' }, ada] });
    const binding = { 'MessagingBinding.Address': CONTACT, 'MessagingBinding.ProxyAddress': OURS };
    expect(posted(/Participants$/)).toEqual([binding, binding, { Identity: 'ada' }]);
  });

  it('tells the execution of messages and of its own end', async () => {
    await start();
    expect(posted(/Webhooks$/)).toEqual([
      {
        Target: 'webhook',
        'Configuration.Method': 'post',
        'Configuration.Url': webhookUrl,
        'Configuration.Filters': 'onMessageAdded onConversationStateUpdated onConversationRemoved',
      },
    ]);
  });
});

it('leaves what is known of it, and is the channel of the execution from now on', async () => {
  const { event, output, flow, warnings } = await start({ friendly_name: 'Survey' });
  const [{ conversation, participants, webhooks }] = twilio.kept as [(typeof twilio.kept)[0]];
  const sid = conversation['sid'];
  const told = expect.objectContaining({
    sid,
    friendly_name: 'Survey',
    unique_name: uniqueName,
    state: 'active',
    chat_service_sid: service,
    participants: [
      expect.objectContaining({
        sid: participants[0]!['sid'],
        messaging_binding: { type: 'sms', address: CONTACT, proxy_address: OURS },
      }),
    ],
  }) as JsonObject;
  const kept = { webhook_sid: webhooks[0]!['sid'], close_channel_on_execution_end: false };
  expect({ event, output, warnings }).toEqual({ event: 'created', output: { conversation: told, ...kept } });
  expect(JSON.stringify(output)).not.toContain('null');
  expect(flow).toEqual({
    channel: {
      sid,
      address: sid,
      type: 'conversation',
      status: 'active',
      details: expect.objectContaining({ sid, chat_service_sid: service, ...kept }) as JsonObject,
    },
  });
});

it('keeps the secrets of its attributes from the history', async () => {
  const attributes = '{"token": "hunter2", "pin": 1234}';
  const { call } = asked({ attributes }) as Call;
  expect(JSON.stringify(call)).toContain('sealed(hunter2)');
  const done = await attempt(call);
  expect(posted(/Conversations$/)).toMatchObject([{ Attributes: attributes }]);
  expect(JSON.stringify([call, done]).replaceAll(/sealed\(.*?\)/g, '')).not.toMatch(/hunter2|1234/);
});

describe('nothing is asked of Twilio', () => {
  it('where the execution has a conversation already', () => {
    expect(asked({}, conversationScope({ trigger: { request: {} } }))).toEqual({
      event: 'failed',
      warnings: [{ code: 81006, message: expect.stringContaining('has a conversation already') as string }],
    });
  });

  it('where no service is named', () => {
    expect(asked({ conversation_service_sid: '{{flow.variables.none}}' })).toEqual({
      event: 'failed',
      warnings: [{ code: 81006, message: expect.stringContaining('conversation_service_sid') as string }],
    });
  });
});

describe('where Twilio refuses', () => {
  it('the conversation, it is failed with its words', async () => {
    twilio.doom(/Conversations$/, { status: 400, code: 50501, message: 'Invalid attributes' });
    expect(await start()).toEqual({
      event: 'failed',
      warnings: [{ code: 81006, message: expect.stringContaining('50501 Invalid attributes') as string }],
    });
    expect(twilio.log()).toHaveLength(1);
  });

  it('a participant, it is failed, and the conversation is removed', async () => {
    twilio.doom(/Participants$/, taken);
    expect(await start()).toEqual({
      event: 'failed',
      warnings: [{ code: 81004, message: expect.stringContaining(`50416 ${taken.message}`) as string }],
    });
    expect(twilio.kept).toEqual([]);
  });

  it('the webhook, it is failed, and the conversation is removed', async () => {
    twilio.doom(/POST .*Webhooks$/, { status: 400, code: 50380, message: 'No more webhooks' });
    expect(await start()).toMatchObject({ event: 'failed', warnings: [{ code: 81006 }] });
    expect(twilio.kept).toEqual([]);
  });

  it('even to remove it, that is told, too', async () => {
    twilio.doom(/Participants$/, taken);
    twilio.doom(/^DELETE/, { status: 403, code: 50400, message: 'Forbidden' });
    expect(await start()).toMatchObject({
      event: 'failed',
      warnings: [{ code: 81004 }, { code: 81006, message: expect.stringContaining('Forbidden') as string }],
    });
  });
});

describe('a further attempt', () => {
  it.each([/Conversations$/, /Participants$/, /POST .*Webhooks$/])(
    'takes up what is there when an answer was lost: %s',
    async what => {
      const properties = { participants: [sms, ada] };
      twilio.doom(what, 'accepted, then dropped');
      await expect(start(properties)).rejects.toThrow(RetryLater);
      expect(await start(properties, { attempt: 2 })).toMatchObject({ event: 'created' });
      expect(twilio.kept).toHaveLength(1);
      expect(twilio.kept[0]!.participants).toHaveLength(2);
      expect(twilio.kept[0]!.webhooks).toHaveLength(1);
    },
  );

  it('goes on where Twilio was busy', async () => {
    twilio.doom(/Participants$/, busy);
    await expect(start()).rejects.toThrow(RetryLater);
    const { output } = await start({}, { attempt: 2 });
    expect(output).toMatchObject({
      conversation: { participants: [{ messaging_binding: { address: CONTACT } }] },
    });
    expect(twilio.kept).toHaveLength(1);
  });

  it('starts from the beginning where there is nothing yet', async () => {
    expect(await start({}, { attempt: 2 })).toMatchObject({ event: 'created' });
    expect(twilio.kept).toHaveLength(1);
  });

  it('removes what an earlier one could not', async () => {
    twilio.doom(/Participants$/, taken);
    twilio.doom(/^DELETE/, busy);
    await expect(start()).rejects.toThrow(RetryLater);
    twilio.doom(/POST .*Participants$/, taken);
    expect(await start({}, { attempt: 2 })).toMatchObject({ event: 'failed' });
    expect(twilio.kept).toEqual([]);
  });
});

describe('where nobody hears of it', () => {
  const undo = (world?: Partial<World>): Promise<Done> => attempt((asked() as Call).undo!, world);

  it.each([/Participants$/, /POST .*Webhooks$/])('what is made of it is removed: up to %s', async what => {
    twilio.doom(what, busy);
    await expect(start()).rejects.toThrow(RetryLater);
    expect(await undo()).toMatchObject({ warnings: [] });
    expect(twilio.kept).toEqual([]);
  });

  it('there may be nothing to be removed', async () => {
    expect(await undo()).toMatchObject({ warnings: [] });
    expect(twilio.log()).toEqual([`DELETE /v1/Services/${service}/Conversations/${uniqueName}`]);
  });

  it('one that another call has made stays', async () => {
    await start({}, { since: new Date(since.getTime() + 1) });
    await undo();
    expect(twilio.kept).toHaveLength(1);
  });

  it('it is tried again where Twilio was busy', async () => {
    await start();
    twilio.doom(/^DELETE/, busy);
    await expect(undo()).rejects.toThrow(RetryLater);
    await undo({ attempt: 2 });
    expect(twilio.kept).toEqual([]);
  });
});

describe('when the execution ends', () => {
  async function started(close: boolean) {
    const { closing } = await start({ close_conversation_on_execution_end: close });
    twilio.asked.length = 0;
    return { closing: closing!, ...twilio.kept[0]! };
  }

  it('its webhook is removed, and the conversation goes on', async () => {
    const { closing, conversation, webhooks } = await started(false);
    await attempt(closing);
    expect(webhooks).toEqual([]);
    expect(conversation['state']).toBe('active');
  });

  it('the conversation is closed where the flow wants that', async () => {
    const { closing, conversation, webhooks } = await started(true);
    await attempt(closing);
    expect(webhooks).toEqual([]);
    expect(conversation['state']).toBe('closed');
  });

  it('a conversation that has lost its webhook stays open: an agent has taken it over', async () => {
    const { closing, conversation, webhooks } = await started(true);
    webhooks.length = 0;
    expect(await attempt(closing)).not.toHaveProperty('warnings');
    expect(conversation['state']).toBe('active');
  });

  it.each([gone, { status: 400, code: 50377, message: "Can't update: it is in final closed state" }])(
    'a conversation that is closed already, or gone, is no failure: $code',
    async fate => {
      const { closing } = await started(true);
      twilio.doom(/^POST/, fate);
      twilio.doom(/^DELETE/, fate);
      expect(await attempt(closing)).not.toHaveProperty('warnings');
    },
  );

  it.each([/^POST/, /^DELETE/])('is tried again where Twilio was busy: %s', async what => {
    const { closing, conversation, webhooks } = await started(true);
    twilio.doom(what, busy);
    await expect(attempt(closing)).rejects.toThrow(RetryLater);
    await attempt(closing, { attempt: 2 });
    expect(webhooks).toEqual([]);
    expect(conversation['state']).toBe('closed');
  });
});

it('works in executions that a REST request has started', () => {
  expect(startConversation).toMatchObject({ channels: ['request'], failure: 'failed' });
});

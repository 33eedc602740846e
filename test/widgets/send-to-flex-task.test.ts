import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadDefinition } from '../../flow/definition';
import type { JsonObject } from '../../flow/json';
import { RetryLater } from '../../widgets/retry-later';
import { sendToFlex } from '../../widgets/send-to-flex';
import type { Call, Done, Scope, World } from '../../widgets/widget';
import {
  CONTACT,
  conversationScope,
  CONVERSATION,
  makeScope,
  messageScope,
  OURS,
  runExported,
} from './scope';
import { startTwilioFlex, workflow, workspaces, type TwilioFlex } from './twilio-flex';
import { makeWorld, noHttp } from './world';

const since = new Date('2026-01-02T03:04:05.678Z');
/** Marks what the call has made. */
const executionStep = `FN${'0'.repeat(32)}-1767323045678`;
const channel = `TC${'0'.repeat(32)}`;

let twilio: TwilioFlex;
beforeAll(async () => (twilio = await startTwilioFlex()));
beforeEach(() => twilio.reset());
afterAll(() => twilio.close());

const written = messageScope();

/** What is asked for, by properties as an export has them. */
function asked(properties: JsonObject = {}, scope: Scope = written): Call | Done {
  return runExported(sendToFlex, { workflow, channel, ...properties }, scope) as Call | Done;
}

async function send(properties?: JsonObject, scope?: Scope, world: Partial<World> = {}): Promise<Done> {
  const { call } = asked(properties, scope) as Call;
  return (await sendToFlex.call!(
    call,
    makeWorld(noHttp, { twilio: twilio.twilio, since, ...world }),
  )) as Done;
}

/** In a conversation with somebody at an address. */
const talking = (address = CONTACT, conversation: JsonObject = {}): Scope =>
  conversationScope({ address, trigger: { conversation } });

const posted = (what: RegExp) => twilio.asked.filter(one => what.test(one.what)).map(({ form }) => form);

describe('a message', () => {
  test('becomes a task of the workspace that has the workflow', async () => {
    const attributes = '{"name": "{{contact.channel.address}}", "trigger": {{trigger.message | to_json}}}';
    await send({ attributes, timeout: '60', priority: '5' });
    expect(twilio.log()).toEqual([
      'GET /v1/Workspaces',
      `GET /v1/Workspaces/${workspaces[0]}/Workflows/${workflow}`,
      `GET /v1/Workspaces/${workspaces[1]}/Workflows/${workflow}`,
      `POST /v1/Workspaces/${workspaces[1]}/Tasks`,
    ]);
    const [{ Attributes, ...others }] = posted(/Tasks$/) as [Record<string, string>];
    expect(others).toEqual({ WorkflowSid: workflow, TaskChannel: channel, Timeout: '60', Priority: '5' });
    expect(JSON.parse(Attributes!)).toEqual({
      name: CONTACT,
      trigger: { From: CONTACT, To: OURS },
      executionStep,
    });
  });

  test('lives an hour, with no attributes and no priority, where the flow says nothing', async () => {
    await send({ attributes: '', timeout: '', priority: '' });
    expect(posted(/Tasks$/)).toEqual([
      {
        WorkflowSid: workflow,
        TaskChannel: channel,
        Timeout: '3600',
        Attributes: JSON.stringify({ executionStep }),
      },
    ]);
  });

  test('leaves the task, whose attributes stay a text', async () => {
    expect(await send({ attributes: '{"a": 1}' })).toEqual({
      event: 'callComplete',
      output: expect.objectContaining({
        sid: twilio.tasks[0]!['sid'],
        workspace_sid: workspaces[1],
        assignment_status: 'pending',
        date_created: '2026-01-02T03:04:05.000Z',
        attributes: JSON.stringify({ a: 1, executionStep }),
      }) as object,
    });
  });

  test.each([
    ['to_json', '{"body": "line\nline"}'],
    ['not a JSON object', '[1]'],
    ['1035 characters', JSON.stringify({ text: 'x'.repeat(1024) })],
  ])('whose attributes a template spoilt is failedToEnqueue at once: %s', (reason, attributes) => {
    expect(asked({ attributes })).toEqual({
      event: 'failedToEnqueue',
      warnings: [{ code: 81015, message: expect.stringContaining(reason) as string }],
    });
  });

  test('is failedToEnqueue where no workspace has the workflow', async () => {
    const other = `WW${'9'.repeat(32)}`;
    expect(await send({ workflow: other })).toEqual({
      event: 'failedToEnqueue',
      warnings: [{ code: 81015, message: expect.stringContaining(other) as string }],
    });
    expect(twilio.tasks).toEqual([]);
  });

  test("is failedToEnqueue with Twilio's own words where Twilio makes no task of it", async () => {
    twilio.doom(/^POST/, { status: 400, code: 20001, message: 'TaskChannel TC0 does not exist' });
    expect(await send()).toEqual({
      event: 'failedToEnqueue',
      warnings: [
        { code: 81015, message: expect.stringContaining('20001 TaskChannel TC0 does not exist') as string },
      ],
    });
  });
});

describe('an answer that was lost', () => {
  test.each([
    ['GET', { status: 429, code: 20429, message: 'Too Many Requests' }],
    ['POST', { status: 503, code: 20503, message: 'Service unavailable' }],
  ] as const)('is asked for again where Twilio is busy: %s', async (method, fate) => {
    twilio.doom(new RegExp(`^${method}`), fate);
    await expect(send()).rejects.toThrow(RetryLater);
    expect(await send({}, written, { attempt: 2 })).toMatchObject({ event: 'callComplete' });
    expect(twilio.tasks).toHaveLength(1);
  });

  test('makes no second task of a message', async () => {
    twilio.doom(/^POST/, 'accepted, then dropped');
    await expect(send()).rejects.toThrow(RetryLater);
    const { output } = await send({}, written, { attempt: 2 });
    expect(output).toMatchObject({
      sid: twilio.tasks[0]!['sid'],
      attributes: JSON.stringify({ executionStep }),
    });
    expect(posted(/^POST/)).toHaveLength(1);
  });

  test('makes no second interaction of a conversation', async () => {
    const scope = talking();
    twilio.doom(/^POST/, 'accepted, then dropped');
    await expect(send({}, scope)).rejects.toThrow(RetryLater);
    const { output } = await send({}, scope, { attempt: 2 });
    expect(output).toMatchObject({ sid: twilio.interactions[0]!['sid'] });
    expect(posted(/^POST/)).toHaveLength(1);
  });

  test("is not another step's, though both ask for the same", async () => {
    await send();
    await send({}, written, { attempt: 2, since: new Date(since.getTime() + 1) });
    expect(twilio.tasks).toHaveLength(2);
  });
});

describe('a conversation', () => {
  test('becomes an interaction, with what Studio tells an agent', async () => {
    await send({ attributes: '{"name": "Ada"}', timeout: '60', priority: '5' }, talking());
    const [{ Channel, Routing }] = posted(/Interactions$/) as [Record<string, string>];
    expect(JSON.parse(Channel!)).toEqual({
      type: 'sms',
      initiated_by: 'customer',
      properties: { media_channel_sid: CONVERSATION },
    });
    expect(JSON.parse(Routing!)).toEqual({
      properties: {
        workspace_sid: workspaces[1],
        workflow_sid: workflow,
        task_channel_sid: channel,
        timeout: 60,
        priority: 5,
        attributes: {
          channelType: 'sms',
          customerAddress: CONTACT,
          customerName: CONTACT,
          from: CONTACT,
          name: 'Ada',
          executionStep,
        },
      },
    });
  });

  test.each([
    ['+15550100001', {}, 'sms'],
    ['whatsapp:+15550100001', {}, 'whatsapp'],
    ['messenger:123', {}, 'messenger'],
    ['ada', {}, 'chat'],
    ['ada', { ChannelAttributes: { pre_engagement_data: { friendlyName: 'Ada' } } }, 'web'],
  ])('of %s with %j is of the type %s', (address, trigger, type) => {
    const { call } = asked({}, talking(address, trigger)) as Call;
    expect(call).toMatchObject({ conversation: { type }, attributes: { channelType: type, from: address } });
  });

  test.each([
    ['a message', written],
    ['a conversation', talking()],
  ])('keeps the secrets of its attributes from the history: %s', async (_what, scope) => {
    const attributes = '{"token": "hunter2", "deep": {"password": "hunter2"}}';
    const { call } = asked({ attributes }, scope) as Call;
    const done = await send({ attributes }, scope);
    expect(JSON.stringify(twilio.asked)).not.toContain('sealed');
    expect(JSON.stringify([call, done]).replaceAll('sealed(hunter2)', '')).not.toContain('hunter2');
    expect(JSON.parse(twilio.tasks[0]!.attributes)).toMatchObject(JSON.parse(attributes) as JsonObject);
  });

  test.each([
    ['a message', written],
    ['a conversation', talking()],
  ])('keeps from it what is no text, too, which Twilio gets as it was: %s', async (_what, scope) => {
    const attributes = JSON.stringify({
      ...{ pin: 483921, token: '483921', secret: null, password: '' },
      ...{ deep: [{ cvv: 483921.5, api_key: true }], credentials: { list: [483921, { token: '483921' }] } },
    });
    const world = makeWorld(noHttp);
    const seals = {
      // What is sealed can be sealed again.
      seal: (text: string) => world.seal(Buffer.from(text).toString('hex')),
      unseal: (text: string) =>
        text.replace(/sealed\((\w*)\)/g, (_all, hex: string) => Buffer.from(hex, 'hex').toString()),
    };
    const own = { ...scope, seal: seals.seal };
    const { call } = asked({ attributes }, own) as Call;
    const done = await send({ attributes }, own, seals);
    expect(JSON.stringify([call, done])).not.toMatch(/483921|true/);
    expect(JSON.parse(twilio.tasks[0]!.attributes)).toMatchObject(JSON.parse(attributes) as JsonObject);
  });

  test('may have its task channel by name', async () => {
    await send({ channel: 'chat' }, talking());
    const [{ Routing }] = posted(/Interactions$/) as [Record<string, string>];
    const { properties } = JSON.parse(Routing!) as { properties: JsonObject };
    expect(properties).toMatchObject({ task_channel_unique_name: 'chat' });
    expect(properties).not.toHaveProperty('task_channel_sid');
  });

  test('leaves the interaction, and is handed off', async () => {
    const done = await send({}, conversationScope({ channel: { details: { friendly_name: 'Ada' } } }));
    const { sid, channel: made, routing, url } = twilio.interactions[0]!;
    expect(done).toEqual({
      event: 'callComplete',
      output: { sid, channel: made, routing, url },
      flow: {
        channel: {
          address: CONVERSATION,
          sid: CONVERSATION,
          type: 'conversation',
          details: { friendly_name: 'Ada' },
          status: 'handed off',
        },
      },
      warnings: [],
    });
  });

  test('is heard by the flow no more', async () => {
    const service = `IS${'0'.repeat(32)}`;
    await send({}, talking(CONTACT, { WebhookSid: 'WH1', ChatServiceSid: service }));
    expect(twilio.log().at(-1)).toBe(
      `DELETE /v1/Services/${service}/Conversations/${CONVERSATION}/Webhooks/WH1`,
    );
  });

  test('that a REST request has started is handed over, too', async () => {
    const service = `IS${'0'.repeat(32)}`;
    const details = { chat_service_sid: service, webhook_sid: 'WH1' };
    expect(
      await send({}, conversationScope({ channel: { details }, trigger: { request: {} } })),
    ).toMatchObject({
      event: 'callComplete',
      flow: { channel: { status: 'handed off', details } },
    });
    expect(twilio.log().at(-1)).toContain(`/Services/${service}/Conversations/${CONVERSATION}/Webhooks/WH1`);
  });

  test('is handed over once, though the flow goes on hearing it', async () => {
    twilio.doom(/^DELETE/, { status: 503, code: 20503, message: 'Service unavailable' });
    const done = await send({}, talking(CONTACT, { WebhookSid: 'WH1' }));
    expect(done).toMatchObject({
      event: 'callComplete',
      warnings: [{ message: expect.stringContaining('20503 Service unavailable') as string }],
    });
    expect(twilio.interactions).toHaveLength(1);
  });
});

describe('what is sent', () => {
  test('is the call where there is one, whatever has started the execution', () => {
    const callSid = `CA${'1'.repeat(32)}`;
    expect(asked({}, { ...written, callSid })).toHaveProperty('verbs');
  });

  test('is nothing where a REST request has neither call nor conversation', () => {
    expect(asked({}, makeScope({ channel: 'request' }))).toEqual({
      event: 'failedToEnqueue',
      warnings: [expect.objectContaining({ code: 81020 })],
    });
  });
});

const corpus = process.env['FLOWS_CORPUS'];
const exported = (corpus ? readdirSync(corpus) : [])
  .filter(file => file.endsWith('.json'))
  .flatMap(file => loadDefinition(JSON.parse(readFileSync(path.join(corpus ?? '', file), 'utf8'))).states)
  .filter(({ type }) => type === sendToFlex.type);

/** What hosted Studio runs has to run here. */
(corpus ? describe : describe.skip)('widgets exported from hosted Studio', () => {
  test.each([
    ['call', makeScope()],
    ['message', written],
    ['conversation', talking()],
  ])('run in a %s', (_channel, scope) => {
    expect(exported.length).toBeGreaterThan(0);
    for (const { name, properties } of exported) {
      expect([name, runExported(sendToFlex, properties, scope)]).toEqual([
        name,
        expect.not.objectContaining({ event: 'failedToEnqueue' }),
      ]);
    }
  });
});

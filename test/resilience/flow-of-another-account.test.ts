import type { JsonObject } from '../../flow/json';
import { saveFlow } from '../../store/save-flow';
import type { FlowSettings } from '../../workflows/flow-contract';
import { searchAttributes } from '../../workflows/search-attributes';
import { ask as askFor, flowOf, somebody } from '../e2e/message-flows';
import { own, publish, someone, start, waiting } from '../gateway/v2/executions';
import { account, ask, clientOf } from '../gateway/v2/rest';
import { Engine, NUMBER, TOKEN, type Flow } from '../setup/engine';
import type { Execution } from '../setup/execution';
import { postSigned } from '../setup/post-signed';
import { newSid } from '../setup/sid';
import { until } from '../setup/until';
import { flowOf as callFlow, gather } from './flows';

const EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>';
/** The flow writes from here. */
const OTHER_NUMBER = '+15551230002';

/** It has the same token, so that the same requests are signed for it. */
const other = account({ tokens: [TOKEN] });
let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ settings: { accounts: [own, other] } });
});
afterAll(() => engine.close());

/** The account deletes its flow, and another one imports it. @returns the flow as the other one has it */
async function handOver(sid: string, definition: JsonObject, settings?: FlowSettings): Promise<Flow> {
  await clientOf(engine.url, own).studio.v2.flows(sid).remove();
  await saveFlow(engine.client, engine.settings.taskQueue, {
    ...{ accountSid: other.sid, flowSid: sid, friendlyName: 'Mine', status: 'published', definition },
    ...(settings && { settings }),
  });
  const { executions } = clientOf(engine.url, other).studio.v2.flows(sid);
  await until(() =>
    executions.list().then(
      () => true,
      () => false,
    ),
  );
  return { sid, url: `${engine.url}/v1/Accounts/${other.sid}/Flows/${sid}` };
}

/** How many updates and signals have reached the execution. */
async function heardBy({ handle }: Execution): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter(
    event =>
      event.workflowExecutionUpdateAcceptedEventAttributes ?? event.workflowExecutionSignaledEventAttributes,
  ).length;
}

/** Nothing has reached the execution since, and it still waits. */
async function expectUntouched(execution: Execution, before: number): Promise<void> {
  expect(await heardBy(execution)).toBe(before);
  expect((await execution.handle.describe()).status.name).toBe('RUNNING');
}

const message = (from: string, more: Record<string, string> = {}) => ({
  ...{ MessageSid: newSid('SM'), From: from, To: NUMBER, Body: 'Hello', SmsStatus: 'received' },
  ...more,
});

const ringing = (from: string, more: Record<string, string> = {}) => ({
  ...{ CallSid: newSid('CA'), From: from, To: NUMBER, CallStatus: 'ringing', Direction: 'inbound' },
  ...more,
});

describe("a flow's SID that is another account's by now", () => {
  it('shows it nothing of what the first one has started, and lets it end nothing', async () => {
    const flow = await publish(engine, waiting());
    const { sid } = await start(flow);
    await handOver(flow.sid, waiting());
    const gone = { status: 404, code: 20404 };
    const { executions } = clientOf(engine.url, other).studio.v2.flows(flow.sid);
    expect(await executions.list()).toEqual([]);
    await expect(executions(sid).fetch()).rejects.toMatchObject(gone);
    await expect(executions(sid).executionContext().fetch()).rejects.toMatchObject(gone);
    await expect(executions(sid).steps.list()).rejects.toMatchObject(gone);
    await expect(executions(sid).update({ status: 'ended' })).rejects.toMatchObject(gone);
    await expect(executions(sid).remove()).rejects.toMatchObject(gone);
    const url = `${engine.url}/v2/Flows/${flow.sid}/EndExecutions`;
    const ended = await ask(url, { method: 'POST', account: other, form: { All: 'true' } });
    expect(ended.body).toMatchObject({ found: 0, told: 0 });

    const mine = await executions.create({ to: someone(), from: NUMBER });
    expect((await executions.list()).map(each => each.sid)).toEqual([mine.sid]);
    expect(await executions(mine.sid).fetch()).toMatchObject({ accountSid: other.sid, status: 'active' });
  });

  it.each(['join', 'supersede'] as const)(
    'refuses a start for a contact of the first one, without a word of it (onActive: %s)',
    async onActive => {
      const flow = await publish(engine, waiting());
      const to = someone();
      const { sid } = await flow.executions.create({ to, from: NUMBER });
      await handOver(flow.sid, waiting(), { onActive });
      const execution = engine.execution(flow.sid, `${NUMBER}/${to}`);
      const form = { To: to, From: NUMBER };
      const refused = await ask(flow.url, { method: 'POST', account: other, form });
      expect(refused).toMatchObject({ status: 409, body: { code: 20409 } });
      expect(refused.text).not.toContain(sid);
      expect((await execution.handle.describe()).status.name).toBe('RUNNING');
      await execution.handle.signal('end');
      await execution.handle.result();
      const started = await ask(flow.url, { method: 'POST', account: other, form });
      expect(started.status).toBe(201);
    },
  );
});

describe("a message to a flow that is another account's by now", () => {
  const definition = flowOf(askFor('name', 'Name?'));

  it.each(['join', 'supersede'] as const)(
    'does not reach the execution that the first one has with the contact (onActive: %s)',
    async onActive => {
      const flow = await engine.flow(definition, { settings: { onActive } });
      const from = somebody();
      const first = message(from);
      await postSigned(flow.url, first, 'token');
      const execution = engine.execution(flow, `${NUMBER}/${from}`);
      const moved = await handOver(flow.sid, definition, { onActive });
      const before = await heardBy(execution);
      expect(await postSigned(moved.url, message(from))).toEqual({ status: 503, body: EMPTY });
      // Nor is it told what the same request was answered with.
      expect(await postSigned(moved.url, first, 'token')).toEqual({ status: 503, body: EMPTY });
      const named = `${moved.url}?FlowExecution=${encodeURIComponent(execution.workflowId)}`;
      expect(await postSigned(named, message(from))).toEqual({ status: 503, body: EMPTY });
      await expectUntouched(execution, before);

      await execution.handle.terminate();
      expect(await postSigned(moved.url, message(from))).toMatchObject({ status: 200 });
      expect((await execution.context()).contact.channel.address).toBe(from);
    },
  );

  it('starts an execution where its own address is free', async () => {
    const flow = await engine.flow(definition);
    const from = somebody();
    await postSigned(flow.url, message(from));
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    const moved = await handOver(flow.sid, definition);
    const before = await heardBy(execution);
    const MessagingServiceSid = newSid('MG');
    expect(await postSigned(moved.url, message(from, { MessagingServiceSid }))).toMatchObject({
      status: 200,
    });
    const mine = engine.execution(flow, `${MessagingServiceSid}/${from}`);
    const { typedSearchAttributes } = await mine.handle.describe();
    expect(typedSearchAttributes.get(searchAttributes.accountSid)).toBe(other.sid);
    await expectUntouched(execution, before);
  });

  it('is no reply to what the first one asks from another number', async () => {
    const asks = flowOf(askFor('name', 'Name?', null, { from: OTHER_NUMBER }));
    const flow = await engine.flow(asks);
    const from = somebody();
    await postSigned(flow.url, message(from));
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    const address = engine.execution(flow, `${OTHER_NUMBER}/${from}`);
    await until(() =>
      address.handle.describe().then(
        () => true,
        () => false,
      ),
    );
    const moved = await handOver(flow.sid, asks);
    const before = await heardBy(execution);
    const reply = await postSigned(moved.url, message(from, { To: OTHER_NUMBER }));
    expect(reply).toEqual({ status: 503, body: EMPTY });
    expect((await address.handle.describe()).status.name).toBe('RUNNING');
    await expectUntouched(execution, before);
    const form = { To: from, From: OTHER_NUMBER };
    const url = `${engine.url}/v2/Flows/${flow.sid}/Executions`;
    expect(await ask(url, { method: 'POST', account: other, form })).toMatchObject({ status: 409 });
  });
});

describe("a call to a flow that is another account's by now", () => {
  it.each(['join', 'supersede'] as const)(
    'neither joins nor ends the call that the first one has with the caller (onActive: %s)',
    async onActive => {
      const definition = {
        ...callFlow(gather('ask', 'Press a key')),
        flags: { allow_concurrent_calls: false },
      };
      const flow = await engine.flow(definition, { settings: { onActive } });
      const from = somebody();
      const call = ringing(from);
      await postSigned(flow.url, call, 'token');
      const execution = engine.execution(flow, from);
      const moved = await handOver(flow.sid, definition, { onActive });
      const before = await heardBy(execution);
      const answers = [
        await postSigned(moved.url, ringing(from)),
        await postSigned(moved.url, call, 'token'),
      ];
      for (const { body } of answers) expect(body).toContain('We are sorry');
      const pressed = { ...call, CallStatus: 'in-progress', Digits: '1' };
      const joined = await postSigned(`${moved.url}?FlowEvent=keypress&FlowStep=1`, pressed);
      expect(joined.status).toBe(400);
      await expectUntouched(execution, before);
      await postSigned(moved.url, { ...call, CallStatus: 'completed' });
      // Longer than a call that hangs up is given for its last request.
      await new Promise(resolve => setTimeout(resolve, 3000));
      expect((await execution.handle.describe()).status.name).toBe('RUNNING');
    },
  );
});

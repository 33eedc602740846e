import { createHash } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { searchAttributes } from '../../workflows/search-attributes';
import {
  CHANGING_FLOW,
  changingFlow,
  DRAFT_FLOW,
  FLOW,
  FOREIGN_FLOW,
  OTHER_ACCOUNT,
  ringing,
  SINGLE_FLOW,
  startTestGateway,
  type Received,
  type TestGateway,
} from './gateway';
import { startTemporal, type Temporal } from './temporal';

const EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>';
const HANGUP = '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>';

let temporal: Temporal;
let gateway: TestGateway;

beforeAll(async () => {
  temporal = await startTemporal();
  gateway = await startTestGateway(temporal.env.client);
});
afterAll(async () => {
  await gateway.close();
  await temporal.stop();
});

const said = ({ text }: Received): string => /<Say>(.*?)<\/Say>/.exec(text)?.[1]?.trim() ?? text;
const idempotent = (token: string): { headers: Record<string, string> } => ({
  headers: { 'I-Twilio-Idempotency-Token': token },
});
const describeCall = (call: Record<string, string>) =>
  temporal.env.client.workflow.getHandle(`${FLOW}/${call['CallSid']}`).describe();

async function statusOf(call: Record<string, string>): Promise<string> {
  return (await describeCall(call)).status.name;
}

async function ended(call: Record<string, string>): Promise<void> {
  await temporal.env.client.workflow.getHandle(`${FLOW}/${call['CallSid']}`).result();
}

describe('a call that rings', () => {
  it('starts an execution and hears what the flow says', async () => {
    const call = ringing();
    const answer = await gateway.send({ form: call });
    expect(answer).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' });
    expect(said(answer)).toBe('1');
    const { typedSearchAttributes: found, type } = await describeCall(call);
    expect(type).toBe('execution');
    expect(found.get(searchAttributes.executionSid)).toMatch(/^FN[0-9a-f]{32}$/);
    expect(found.get(searchAttributes.flowSid)).toBe(FLOW);
    expect(found.get(searchAttributes.flowRevision)).toBe(1);
    expect(found.get(searchAttributes.contactAddress)).toBe('+15550001111');
    expect(found.get(searchAttributes.callSid)).toBe(call['CallSid']);
  });

  it.each(['queued', 'initiated'])('may also be %s', async CallStatus => {
    expect(said(await gateway.send({ form: ringing({ CallStatus }) }))).toBe('1');
  });

  it('may come by GET', async () => {
    expect(said(await gateway.send({ method: 'GET', form: ringing() }))).toBe('1');
  });

  it('may come as JSON', async () => {
    const json = JSON.stringify({ ...ringing(), Extra: { deep: [1] }, Null: null, Number: 3 });
    const query = `bodySHA256=${createHash('sha256').update(json).digest('hex')}`;
    expect(said(await gateway.send({ json, query }))).toBe('1');
    const call = temporal.turns.at(-1)?.frames[0]?.context.trigger['call'];
    expect(call).toMatchObject({ Extra: '{"deep":[1]}', Number: '3' });
    expect(call).not.toHaveProperty('bodySHA256');
    expect(call).not.toHaveProperty('Null');
  });

  it('starts a flow although it is under way when the URL says so', async () => {
    const call = ringing({ CallStatus: 'in-progress', HandoffData: '{}' });
    expect(said(await gateway.send({ form: call, query: 'Trigger=incomingCall' }))).toBe('1');
    expect(temporal.turns.at(-1)?.frames[0]?.context.trigger['call']).toMatchObject({ HandoffData: '{}' });
  });

  it('starts it for every call that the URL says so for, be it between the same two', async () => {
    for (let count = 0; count < 2; count += 1) {
      const call = ringing({ CallStatus: 'in-progress', Direction: 'outbound-api' });
      expect(said(await gateway.send({ form: call, query: 'Trigger=incomingCall' }))).toBe('1');
      const press = { form: { ...call, Digits: '1' }, query: 'FlowEvent=keypress' };
      expect(said(await gateway.send(press))).toBe('2 1');
      expect(await gateway.send({ form: { ...call, CallStatus: 'completed' } })).toMatchObject({
        text: EMPTY,
      });
      await ended(call);
    }
  });

  it('leaves its tokens outside', async () => {
    const call = ringing({ CallToken: 'call-token', StirPassportToken: 'passport' });
    await gateway.send({ form: call });
    const history = await temporal.env.client.workflow.getHandle(`${FLOW}/${call['CallSid']}`).fetchHistory();
    const payloads = history.events?.flatMap(
      ({ workflowExecutionStartedEventAttributes: started }) => started?.input?.payloads ?? [],
    );
    const input = Buffer.from(payloads?.[0]?.data ?? []).toString();
    expect(input).toContain(call['CallSid']);
    expect(input).not.toMatch(/call-token|passport/);
  });

  it('finds its execution when the request is repeated', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    expect(said(await gateway.send({ form: call }))).toBe('1');
  });
});

describe('a call that is under way', () => {
  it('goes on with what the caller did', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const inProgress = { ...call, CallStatus: 'in-progress' };
    expect(
      said(
        await gateway.send({ form: { ...inProgress, Digits: '1' }, query: 'FlowEvent=keypress&FlowStep=1' }),
      ),
    ).toBe('2 1');
    expect(
      said(
        await gateway.send({ form: { ...inProgress, Digits: '2', FlowEvent: 'keypress', FlowStep: '2' } }),
      ),
    ).toBe('3 2');
    expect(
      said(
        await gateway.send({
          method: 'GET',
          form: { ...inProgress, Digits: '3' },
          query: 'FlowEvent=keypress',
        }),
      ),
    ).toBe('4 3');
  });

  it('goes on without FlowEvent, too', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    expect(said(await gateway.send({ form: { ...call, CallStatus: 'in-progress', Digits: '7' } }))).toBe(
      '2 7',
    );
  });

  it('takes return URLs that were put together by hand', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const form = { ...call, CallStatus: 'in-progress' };
    for (const [at, query] of [
      '?FlowEvent=keypress&Digits=4',
      'Digits=4?FlowEvent=keypress',
      '&FlowEvent=keypress&Digits=4',
    ].entries()) {
      expect(said(await gateway.send({ form, query }))).toBe(`${at + 2} 4`);
    }
  });

  it('keeps the last of repeated fields, and the URL before the form', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const form = { ...call, CallStatus: 'in-progress', Digits: ['1', '2'] };
    expect(said(await gateway.send({ form, query: 'FlowEvent=keypress' }))).toBe('2 2');
    expect(said(await gateway.send({ form, query: 'FlowEvent=keypress&Digits=5' }))).toBe('3 5');
  });

  it('gets 400 where it has no execution that it could join', async () => {
    for (const query of ['', 'FlowEvent=return']) {
      const answer = await gateway.send({ form: ringing({ CallStatus: 'in-progress' }), query });
      expect(answer).toMatchObject({ status: 400 });
      expect(answer.text).toContain('no execution that this call could join');
    }
  });

  it('is hung up when its execution has ended', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const form = { ...call, CallStatus: 'in-progress', Digits: '9' };
    expect(said(await gateway.send({ form, query: 'FlowEvent=keypress' }))).toBe('2 9');
    await ended(call);
    expect(await gateway.send({ form: { ...form, Digits: '1' }, query: 'FlowEvent=keypress' })).toMatchObject(
      {
        status: 200,
        text: HANGUP,
      },
    );
    expect(await gateway.send({ form: call })).toMatchObject({ status: 200, text: HANGUP });
  });
});

describe('a request that Twilio repeats', () => {
  it('gets the same bytes and does nothing twice', async () => {
    const call = ringing();
    await gateway.send({ form: call, ...idempotent('start') });
    const press = {
      form: { ...call, CallStatus: 'in-progress', Digits: '1' },
      query: 'FlowEvent=keypress',
      ...idempotent('press'),
    };
    const before = temporal.turns.length;
    const [one, two] = await Promise.all([gateway.send(press), gateway.send(press)]);
    expect(said(one)).toBe('2 1');
    expect(two.text).toBe(one.text);
    expect((await gateway.send(press)).text).toBe(one.text);
    expect(temporal.turns).toHaveLength(before + 1);
  });

  it('starts one execution when both arrive at once', async () => {
    const send = { form: ringing(), ...idempotent('twice') };
    const before = temporal.turns.length;
    const [one, two] = await Promise.all([gateway.send(send), gateway.send(send)]);
    expect(said(one)).toBe('1');
    expect(two.text).toBe(one.text);
    expect(temporal.turns).toHaveLength(before + 1);
  });

  it('gets the same bytes after the execution has ended', async () => {
    const call = ringing();
    const first = { form: call, ...idempotent('first') };
    const start = await gateway.send(first);
    const last = {
      form: { ...call, CallStatus: 'in-progress', Digits: '9' },
      query: 'FlowEvent=keypress',
      ...idempotent('last'),
    };
    const end = await gateway.send(last);
    await ended(call);
    expect((await gateway.send(last)).text).toBe(end.text);
    expect((await gateway.send(first)).text).toBe(start.text);
  });

  it('is recognised by its step where Twilio sent no token', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const press = {
      form: { ...call, CallStatus: 'in-progress', Digits: '1' },
      query: 'FlowEvent=keypress&FlowStep=1',
    };
    const before = temporal.turns.length;
    const one = await gateway.send(press);
    expect((await gateway.send(press)).text).toBe(one.text);
    expect(temporal.turns).toHaveLength(before + 1);
  });

  it('may have a token of any kind', async () => {
    const send = { form: ringing(), ...idempotent('x'.repeat(5000)) };
    const one = await gateway.send(send);
    expect((await gateway.send(send)).text).toBe(one.text);
  });
});

describe('the end of a call', () => {
  const completed = (call: Record<string, string>) => ({
    form: { ...call, CallStatus: 'completed', CallbackSource: 'call-progress-events', SequenceNumber: '3' },
  });

  it('ends its execution', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    expect(await gateway.send(completed(call))).toMatchObject({ status: 200, text: EMPTY });
    await ended(call);
    expect(await statusOf(call)).toBe('COMPLETED');
  });

  it.each(['busy', 'failed', 'no-answer', 'canceled'])('may also be %s', async CallStatus => {
    const call = ringing();
    await gateway.send({ form: call });
    expect(await gateway.send({ form: { ...call, CallStatus } })).toMatchObject({ status: 200, text: EMPTY });
    await ended(call);
  });

  it('may be told by what follows a 302', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    expect(await gateway.send({ ...completed(call), method: 'GET' })).toMatchObject({
      status: 200,
      text: EMPTY,
    });
    await ended(call);
  });

  it('is acknowledged when nobody is there to hear of it', async () => {
    const call = ringing();
    expect(await gateway.send(completed(call))).toMatchObject({ status: 200, text: EMPTY });
    await expect(describeCall(call)).rejects.toThrow(WorkflowNotFoundError);
  });

  it('is acknowledged again after the execution has ended', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    await gateway.send(completed(call));
    await ended(call);
    expect(await gateway.send(completed(call))).toMatchObject({ status: 200, text: EMPTY });
    const action = { form: { ...call, CallStatus: 'completed' }, query: 'FlowEvent=keypress' };
    expect(await gateway.send(action)).toMatchObject({ status: 200, text: EMPTY });
  });

  it('may be told by an action URL', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const action = { form: { ...call, CallStatus: 'completed' }, query: 'FlowEvent=keypress&FlowStep=1' };
    expect((await gateway.send(action)).status).toBe(200);
    await ended(call);
  });

  it('never starts an execution, however late a callback arrives', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    await gateway.send(completed(call));
    await ended(call);
    for (const CallStatus of ['initiated', 'ringing', 'in-progress']) {
      const form = { ...call, CallStatus, CallbackSource: 'call-progress-events' };
      expect(await gateway.send({ form })).toMatchObject({ status: 200, text: EMPTY });
    }
    expect(await statusOf(call)).toBe('COMPLETED');
  });
});

describe('a callback', () => {
  it.each([
    { CallStatus: 'in-progress', CallbackSource: 'call-progress-events' },
    { CallStatus: '', RecordingStatus: 'completed', RecordingUrl: 'https://x' },
    { CallStatus: 'in-progress', TranscriptionSid: 'TR1', TranscriptionText: 'hello' },
    { CallStatus: '', StreamEvent: 'stream-started' },
    { CallStatus: '', AnsweredBy: 'human', MachineDetectionDuration: '3000' },
  ])('is acknowledged and moves nothing: %j', async given => {
    const call = ringing();
    await gateway.send({ form: call });
    const before = temporal.turns.length;
    expect(await gateway.send({ form: { ...call, ...given, Digits: '1' } })).toMatchObject({
      status: 200,
      text: EMPTY,
    });
    expect(temporal.turns).toHaveLength(before);
    expect(await statusOf(call)).toBe('RUNNING');
  });
});

describe('a flow that takes one call of a caller at a time', () => {
  const single = (given: Record<string, string>) => ({
    flow: SINGLE_FLOW,
    form: ringing({ From: '+15550009999', ...given }),
  });

  it('tells the second that the service is not available, and leaves the first alone', async () => {
    const first = single({});
    const second = single({});
    expect(said(await gateway.send(first))).toBe('1');
    const busy = await gateway.send(second);
    expect(busy.status).toBe(200);
    expect(busy.text).toContain('<Say>Sorry &amp; goodbye</Say><Hangup/>');
    expect(
      await gateway.send({ ...second, form: { ...second.form, CallStatus: 'completed' } }),
    ).toMatchObject({ text: EMPTY });
    const on = { ...first, form: { ...first.form, CallStatus: 'in-progress', Digits: '1' } };
    expect(said(await gateway.send(on))).toBe('2 1');
    await gateway.send({ ...first, form: { ...first.form, CallStatus: 'completed' } });
    await temporal.env.client.workflow.getHandle(`${SINGLE_FLOW}/+15550009999`).result();
    expect(said(await gateway.send(single({})))).toBe('1');
  });

  it('has a repeated first request answered as before, also after the end', async () => {
    const call = { ...single({ From: '+15550008888' }), ...idempotent('single') };
    const one = await gateway.send(call);
    await gateway.send({ ...call, form: { ...call.form, CallStatus: 'completed' } });
    await temporal.env.client.workflow.getHandle(`${SINGLE_FLOW}/+15550008888`).result();
    const before = temporal.turns.length;
    expect((await gateway.send(call)).text).toBe(one.text);
    expect(temporal.turns).toHaveLength(before);
  });
});

describe('a flow that is published anew, with another number of calls that a caller may have', () => {
  it.each([true, false])(
    'goes on with the calls that are under way (several at first: %s)',
    async several => {
      changingFlow.allowConcurrentCalls = several;
      const [first, second] = [ringing({ From: '+15550004444' }), ringing({ From: '+15550004444' })];
      const send = (form: Record<string, string>, query = '') =>
        gateway.send({ flow: CHANGING_FLOW, form: { ...form, CallStatus: 'in-progress' }, query });
      await gateway.send({ flow: CHANGING_FLOW, form: first });
      changingFlow.allowConcurrentCalls = !several;
      changingFlow.callsChanged = new Date().toISOString();
      expect(said(await send({ ...first, Digits: '1' }, 'FlowEvent=keypress'))).toBe('2 1');
      // Another one begins, by the rules of now.
      expect(said(await gateway.send({ flow: CHANGING_FLOW, form: second }))).toBe('1');
      expect(said(await send({ ...first, Digits: '2' }))).toBe('3 2');
      expect(said(await send({ ...second, Digits: '1' }))).toBe('2 1');
      for (const call of [first, second]) {
        const over = { ...call, CallStatus: 'completed' };
        expect(await gateway.send({ flow: CHANGING_FLOW, form: over })).toMatchObject({ text: EMPTY });
      }
      for (const id of ['+15550004444', (several ? first : second)['CallSid'] ?? '']) {
        await temporal.env.client.workflow.getHandle(`${CHANGING_FLOW}/${id}`).result();
      }
      expect((await send(first)).text).toBe(HANGUP);
    },
  );
});

describe('a message', () => {
  const message = (given: Record<string, string>) => ({
    form: {
      MessageSid: 'SM1',
      From: '+15550007777',
      To: '+15552223333',
      Body: 'hi',
      SmsStatus: 'received',
      ...given,
    },
  });

  it('starts an execution, and the next one joins it', async () => {
    expect(said(await gateway.send(message({})))).toBe('1');
    const handle = temporal.env.client.workflow.getHandle(`${FLOW}/+15552223333/+15550007777`);
    expect((await handle.describe()).type).toBe('execution');
    expect(said(await gateway.send(message({ MessageSid: 'SM2', Digits: '3' })))).toBe('2 3');
    expect(said(await gateway.send(message({ MessageSid: 'SM3', Digits: '9' })))).toBe('3 9');
    await handle.result();
    expect(said(await gateway.send({ ...message({ MessageSid: 'SM4' }), query: 'FlowEvent=return' }))).toBe(
      '1',
    );
    await handle.terminate();
  });

  it('reports its delivery, which starts nothing', async () => {
    const answer = await gateway.send(message({ From: '+15550006666', MessageStatus: 'delivered' }));
    expect(answer).toMatchObject({ status: 200, text: EMPTY });
    const handle = temporal.env.client.workflow.getHandle(`${FLOW}/+15552223333/+15550006666`);
    await expect(handle.describe()).rejects.toThrow(WorkflowNotFoundError);
  });

  it('that fails before a service has chosen a number is told of to whoever sent it', async () => {
    await gateway.send(message({ From: '+15550005555' }));
    const workflowId = `${FLOW}/+15552223333/+15550005555`;
    const failed = {
      ...{ MessageSid: 'SM9', MessageStatus: 'failed', SmsStatus: 'failed', To: '+15550005555' },
      ...{ MessagingServiceSid: `MG${'a'.repeat(32)}`, ErrorCode: '21704' },
    };
    const query = `FlowExecution=${encodeURIComponent(workflowId)}`;
    expect(await gateway.send({ form: failed, query })).toMatchObject({ status: 200, text: EMPTY });
    const handle = temporal.env.client.workflow.getHandle(workflowId);
    const { events } = await handle.fetchHistory();
    const signals = events?.flatMap(event => event.workflowExecutionSignaledEventAttributes ?? []) ?? [];
    expect(signals).toHaveLength(1);
    await handle.terminate();
  });

  it('of a conversation belongs to the conversation', async () => {
    const ConversationSid = `CH${'c'.repeat(32)}`;
    expect(said(await gateway.send(message({ MessageSid: 'IM1', ConversationSid })))).toBe('1');
    const handle = temporal.env.client.workflow.getHandle(`${FLOW}/${ConversationSid}`);
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.terminate();
  });
});

describe('a request that is for nobody', () => {
  it.each([
    ['an unknown account', { account: `AC${'f'.repeat(32)}` }, 404],
    ['an unknown flow', { flow: `FW${'f'.repeat(32)}` }, 404],
    ["another account's flow", { flow: FOREIGN_FLOW }, 404],
    ["a flow under another account's name", { account: OTHER_ACCOUNT, token: 'other-token' }, 404],
    ['a flow without a published revision', { flow: DRAFT_FLOW }, 404],
    ['no call and no message', { form: { From: '+15550001111' } }, 400],
    ['a CallSid that is none', { form: ringing({ CallSid: 'CA/../x' }) }, 400],
    ['a message of nobody', { form: { MessageSid: 'SM1', To: '+15550001111' } }, 400],
    ['addresses that are too long', { form: { MessageSid: 'SM1', To: '+1', From: 'x'.repeat(300) } }, 400],
  ])('gets an error in the shape of Twilio: %s', async (_, send, status) => {
    const answer = await gateway.send({ form: ringing(), ...send });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({
      status,
      message: expect.stringMatching(/\.$/) as string,
    });
  });

  it('may ask for paths that are not there', async () => {
    const answer = await gateway.get('/nothing?here=1');
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toMatchObject({
      code: 20404,
      more_info: 'https://www.twilio.com/docs/errors/20404',
    });
  });
});

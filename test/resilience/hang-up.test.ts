import type { JsonObject } from '../../flow/json';
import { answer, startServer, type WebServer } from '../widgets/web-server';
import { Engine } from '../setup/engine';
import { flowOf, gather, http, say, state } from './flows';
import { Outside } from './outside';
import { CallLeg, queryIn } from './twilio';

let engine: Engine;
let outside: Outside;
let application: WebServer;

const pages = {
  '/gather': '<Gather action="/later"><Say>Key?</Say></Gather>',
  '/record': '<Record action="/done"/>',
};

beforeAll(async () => {
  [engine, outside, application] = await Promise.all([
    Engine.start(),
    Outside.start(),
    startServer(({ path }, response) => {
      const page = Object.entries(pages).find(([start]) => path.startsWith(start))?.[1];
      answer(response, `<Response>${page ?? '<Gather><Say>Later?</Say></Gather>'}</Response>`);
    }),
  ]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
  await application.close();
});

/** The widget, what it leads to by any event, and a question that nobody can hear any more. */
function waiting(type: string, properties: JsonObject, events: string[], path: string): JsonObject {
  return flowOf(
    state('wait', type, properties, Object.fromEntries(events.map(event => [event, 'after']))),
    http('after', 'POST', outside.url(path), 'ask'),
    gather('ask', 'Still there?'),
  );
}

/** Waiting widgets that are told of the hang-up by their own verb. */
const told: [type: string, properties: JsonObject, events: string[], leftBy: string][] = [
  ['record-voicemail', {}, ['recordingComplete', 'noAudio', 'hangup'], 'hangup'],
  [
    'connect-call-to',
    { noun: 'number', to: '+1555', caller_id: '+1556' },
    ['callCompleted', 'hangup'],
    'hangup',
  ],
  ['capture-payments', { payment_connector: 'c' }, ['success', 'hangup'], 'hangup'],
  ['connect-virtual-agent', { connector: 'c' }, ['return', 'hangup'], 'hangup'],
  ['connect-virtual-agent-v2', { channel: 'voice', connector_name: 'c' }, ['completed', 'hangup'], 'hangup'],
  ['enqueue-call', { queue_name: 'q' }, ['callComplete', 'failedToEnqueue', 'callFailure'], 'callComplete'],
  [
    'send-to-flex',
    { workflow: `WW${'1'.repeat(32)}`, channel: `TC${'1'.repeat(32)}`, attributes: '{}' },
    ['callComplete', 'failedToEnqueue', 'callFailure'],
    'callComplete',
  ],
  ['run-conversation-relay', { url: 'wss://example.com' }, ['success', 'failed'], 'success'],
];

describe('a caller who hangs up', () => {
  it.each(told)('in %s: its way out is taken, as far as nothing is to be said', async (type, ...rest) => {
    const [properties, events, leftBy] = rest;
    const flow = await engine.flow(waiting(type, properties, events, `/${type}`));
    const call = await engine.call(flow, ['hangup']);
    const execution = engine.execution(flow, call.callSid);
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger', 'wait', 'after'] });
    expect((await execution.steps()).at(1)).toMatchObject({ from: 'wait', name: leftBy, to: 'after' });
    expect(outside.asked(`/${type}`)).toHaveLength(1);
    expect(await execution.endedReason()).toBe('hangup');
  });

  it.each([
    { where: 'gather-input-on-call', make: () => gather('wait', 'Key?', 'after'), answers: [] },
    { where: 'the first page of a redirect', make: () => redirect(`${application.url}/gather`), answers: [] },
    {
      where: 'a later page of a redirect',
      make: () => redirect(`${application.url}/gather`),
      answers: ['5'],
    },
  ])('in $where: the execution ends', async ({ make, answers }) => {
    const flow = await engine.flow(flowOf(make(), http('after', 'POST', outside.url('/never'))));
    const call = await engine.call(flow, [...answers, 'hangup']);
    const execution = engine.execution(flow, call.callSid);
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger'] });
    expect(await execution.endedReason()).toBe('hangup');
    expect(outside.asked('/never')).toHaveLength(0);
  });

  it('in the recording of an application, which is told of it, also after the status callback', async () => {
    const flow = await engine.flow(flowOf(redirect(`${application.url}/record`), say('after', 'Back')));
    const leg = new CallLeg(flow);
    const query = queryIn(await leg.ring());
    await leg.callback('completed');
    const params = { Digits: 'hangup', RecordingUrl: 'https://example.com/RE1' };
    await leg.send({ query, status: 'completed', params });
    expect(application.asked.filter(({ path }) => path === '/done')).toEqual([
      expect.objectContaining({ body: expect.stringContaining('RE1') as string }),
    ]);
    expect(await engine.execution(flow, leg.sid).result()).toMatchObject({ reason: 'hangup' });
  });

  it('in a subflow: the whole execution ends', async () => {
    const inner = await engine.flow(flowOf(gather('inner', 'Key?')));
    const flow = await engine.flow(
      flowOf(
        state(
          'sub',
          'run-subflow',
          { flow_sid: inner.sid, flow_revision: 'LatestPublished', parameters: [] },
          { completed: 'after', failed: 'after' },
        ),
        http('after', 'POST', outside.url('/never')),
      ),
    );
    const call = await engine.call(flow, ['hangup']);
    expect(await engine.execution(flow, call.callSid).result()).toMatchObject({ reason: 'hangup' });
    expect(outside.asked('/never')).toHaveLength(0);
  });

  it.each([
    ['an HTTP request', (path: string) => http('slow', 'POST', outside.url(path), 'after')],
    [
      'a function',
      (path: string) =>
        state('slow', 'run-function', { url: outside.url(path) }, { success: 'after', fail: 'after' }),
    ],
  ])('while %s runs: it is finished, and so is what needs no caller', async (what, slow) => {
    const path = `/held/${what.replaceAll(' ', '-')}`;
    const flow = await engine.flow(
      flowOf(slow(path), http('after', 'GET', outside.url(`${path}/after`), 'ask'), gather('ask', 'Key?')),
    );
    const leg = new CallLeg(flow);
    const answered = leg.ring();
    await outside.untilAsked(path);
    await leg.callback('completed');
    outside.release();
    await outside.untilAsked(`${path}/after`);
    outside.release();
    expect((await answered).status).toBe(200);
    const execution = engine.execution(flow, leg.sid);
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger', 'slow', 'after'] });
  });

  it('while the engine asks for a page of a redirect: the page is said to nobody', async () => {
    const flow = await engine.flow(flowOf(redirect(outside.url('/held/page')), say('after', 'Back')));
    const leg = new CallLeg(flow);
    const answered = leg.ring();
    await outside.untilAsked('/held/page');
    await leg.callback('completed');
    outside.release('<Response><Say>Too late</Say></Response>', 'text/xml');
    expect((await answered).body).not.toContain('Too late');
    expect(await engine.execution(flow, leg.sid).result()).toMatchObject({ reason: 'hangup' });
  });

  it('while words are spoken before an HTTP request: the request is never made', async () => {
    const flow = await engine.flow(
      flowOf(
        say('words', 'Your order is being placed', 'order'),
        http('order', 'POST', outside.url('/unheard')),
      ),
    );
    const leg = new CallLeg(flow);
    expect((await leg.ring()).body).toContain('FlowEvent=audioComplete');
    await leg.callback('completed');
    const execution = engine.execution(flow, leg.sid);
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger', 'words'] });
    expect(outside.asked('/unheard')).toHaveLength(0);
  });

  it('before the first answer is there: nothing is said to nobody', async () => {
    const flow = await engine.flow(
      flowOf(http('slow', 'GET', outside.url('/held/ringing'), 'ask'), gather('ask', 'Key?')),
    );
    const leg = new CallLeg(flow);
    const answered = leg.ring();
    await outside.untilAsked('/held/ringing');
    await leg.callback('canceled');
    outside.release();
    await answered;
    expect(await engine.execution(flow, leg.sid).result()).toMatchObject({ reason: 'hangup' });
  });
});

describe('the status callback that overtakes the verb', () => {
  const recorded = { RecordingUrl: 'https://example.com/RE1', RecordingSid: 'RE1', Digits: 'hangup' };
  const flow = (path: string): JsonObject =>
    flowOf(
      state('record', 'record-voicemail', {}, { recordingComplete: 'tell', noAudio: 'tell', hangup: 'tell' }),
      http('tell', 'POST', outside.url(path), '', '', 'url={{widgets.record.RecordingUrl}}'),
    );

  it('waits a moment for what the verb knows: the recording', async () => {
    const published = await engine.flow(flow('/recording'));
    const leg = new CallLeg(published);
    const query = queryIn(await leg.ring());
    await leg.callback('completed');
    await leg.send({ query, status: 'completed', params: recorded });
    expect(await engine.execution(published, leg.sid).result()).toMatchObject({
      way: ['Trigger', 'record', 'tell'],
    });
    expect(outside.asked('/recording').map(({ body }) => body)).toEqual(['url=https://example.com/RE1']);
  });

  it('does not wait for long', async () => {
    const published = await engine.flow(flow('/no-recording'));
    const leg = new CallLeg(published);
    await leg.ring();
    await leg.callback('completed');
    await leg.callback('completed');
    expect(await engine.execution(published, leg.sid).result()).toMatchObject({
      way: ['Trigger', 'record', 'tell'],
    });
    expect(outside.asked('/no-recording').map(({ body }) => body)).toEqual(['url=']);
  });

  describe('in a widget that has no event for it', () => {
    const queue = (path: string): JsonObject =>
      flowOf(
        state('queue', 'enqueue-call', { queue_name: 'q' }, { callComplete: 'tell' }),
        http('tell', 'POST', outside.url(path), '', '', 'result={{widgets.queue.QueueResult}}'),
      );

    it('waits for what the verb knows, too', async () => {
      const published = await engine.flow(queue('/left-queue'));
      const leg = new CallLeg(published);
      const query = queryIn(await leg.ring());
      await leg.callback('completed');
      await leg.send({ query, status: 'completed', params: { QueueResult: 'hangup' } });
      expect(await engine.execution(published, leg.sid).result()).toMatchObject({
        reason: 'hangup',
        way: ['Trigger', 'queue', 'tell'],
      });
      expect(outside.asked('/left-queue').map(({ body }) => body)).toEqual(['result=hangup']);
    });

    it('ends the execution where nothing comes', async () => {
      const published = await engine.flow(queue('/lost-in-queue'));
      const leg = new CallLeg(published);
      await leg.ring();
      await leg.callback('completed');
      expect(await engine.execution(published, leg.sid).result()).toMatchObject({ reason: 'hangup' });
      expect(outside.asked('/lost-in-queue')).toHaveLength(0);
    });
  });
});

function redirect(url: string): JsonObject {
  const properties = { url, method: 'POST', timeout: '14400' };
  return state('wait', 'add-twiml-redirect', properties, {
    return: 'after',
    timeout: 'after',
    fail: 'after',
  });
}

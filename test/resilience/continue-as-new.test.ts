import { answer, startServer, type WebServer } from '../widgets/web-server';
import { Engine, type Flow } from '../setup/engine';
import type { Execution } from '../setup/execution';
import { flowOf, gather, state, variables } from './flows';
import { CallLeg, queryIn } from './twilio';
import type { Reply } from '../setup/post-signed';
import { searchAttributes } from '../../workflows/search-attributes';
import { until } from '../setup/until';

/** Events after which Temporal suggests to begin a new run. */
const LIMIT = 40;

let engine: Engine;
let application: WebServer;
let counting: Flow;

beforeAll(async () => {
  engine = await Engine.start({ runLength: LIMIT });
  application = await startServer(({ path }, response) => {
    if (path === '/') response.setHeader('set-cookie', 'visitor=7');
    answer(response, '<Response><Gather action="/next?token=page-8"><Say>Page</Say></Gather></Response>');
  });
  counting = await engine.flow(
    flowOf(
      variables('count', { sum: '{{flow.variables.sum}}{{widgets.ask.Digits}}' }, 'ask'),
      gather('ask', 'You pressed {{flow.variables.sum}}', 'count'),
    ),
  );
});
afterAll(async () => {
  await engine.close();
  await application.close();
});

/** Presses a key as often as it takes for the first run to be near its end. */
async function fill(leg: CallLeg, reply: Reply, params = { Digits: '1' }): Promise<Reply> {
  for (let events = 0; events < LIMIT; events += 6) reply = await leg.send({ query: queryIn(reply), params });
  return reply;
}

async function runOf({ handle }: Execution): Promise<string> {
  return (await handle.describe()).runId;
}

/** How it is found in the Temporal UI. */
async function attributesOf({ handle }: Execution): Promise<unknown[]> {
  const { typedSearchAttributes } = await handle.describe();
  return Object.values(searchAttributes).map(
    key => typedSearchAttributes.getAll().find(({ key: { name } }) => name === key.name)?.value,
  );
}

/** Waits for the next run to begin. */
async function nextRun(execution: Execution, before: string): Promise<void> {
  await until(async () => (await runOf(execution)) !== before);
}

describe('an execution whose history has grown long', () => {
  it('goes on in a new run that knows all that the old one knew', async () => {
    const leg = new CallLeg(counting);
    const first = await leg.ring();
    const execution = engine.execution(counting, leg.sid);
    const run = await runOf(execution);
    const late = queryIn(first);
    const last = await fill(leg, first);
    const press = { query: queryIn(last), params: { Digits: '2' }, token: 'the-last-of-the-run' };
    await leg.send({ query: 'FlowEvent=unknown' });
    const pressed = await leg.send(press);
    const steps = await execution.steps();
    const context = await execution.context();
    const attributes = await attributesOf(execution);
    await nextRun(execution, run);

    expect(await execution.steps()).toEqual(steps);
    expect(await execution.context()).toEqual(context);
    expect(await execution.twiml()).toBe(pressed.body);
    expect(await attributesOf(execution)).toEqual(attributes);

    // A request that is repeated is still known, and an old step's is still an old one.
    expect(await leg.send(press)).toEqual(pressed);
    expect(await leg.send({ query: late, params: { Digits: '9' } })).toEqual(pressed);
    const next = await leg.send({ query: queryIn(pressed), params: { Digits: '3' } });
    expect(next.body).toContain('You pressed 11111112' + '3');
    const told = await execution.steps();
    expect(told.slice(0, steps.length)).toEqual(steps);
    expect(new Set(told.map(({ sid }) => sid)).size).toBe(told.length);
    await leg.callback('completed');
    expect(await execution.result()).toMatchObject({ reason: 'hangup', executionSid: context.flow.sid });
    expect(await execution.endedReason()).toBe('hangup');
  });

  it('keeps what is noted of the step that is under way', async () => {
    const leg = new CallLeg(counting);
    const last = await fill(leg, await leg.ring());
    const execution = engine.execution(counting, leg.sid);
    const run = await runOf(execution);
    await leg.send({ query: 'FlowEvent=unknown' });
    await nextRun(execution, run);
    await leg.send({ query: queryIn(last), params: { Digits: '2' } });
    const warnings = (await execution.steps()).flatMap(step => step.warnings ?? []);
    expect(warnings).toEqual([expect.objectContaining({ code: 81002 })]);
  });

  it('keeps a redirect parked, its pages, its cookies and its clock', async () => {
    const page = { url: application.url, method: 'POST', timeout: '8' };
    const flow = await engine.flow(
      flowOf(
        state('app', 'add-twiml-redirect', page, { return: 'ask', timeout: 'late', fail: 'ask' }),
        gather('ask', 'Back'),
        variables('late', { late: 'yes' }, 'ask'),
      ),
    );
    const leg = new CallLeg(flow);
    // It comes back by itself.
    engine.exchange.fault = () => ({ status: 503, code: 20503, message: 'Not now' });
    const last = await fill(leg, await leg.ring());
    const execution = engine.execution(flow, leg.sid);
    await nextRun(execution, await runOf(execution));
    const anew = Date.now();
    expect((await leg.send({ query: queryIn(last), params: { Digits: '1' } })).body).toContain('Page');
    // Both were sealed in the run before.
    expect(application.asked.at(-1)).toMatchObject({
      path: '/next?token=page-8',
      headers: { cookie: 'visitor=7' },
    });
    await until(async () => (await execution.context()).flow.variables['late'] === 'yes');
    expect(Date.now() - anew).toBeLessThan(8000);
    expect((await leg.send({ query: queryIn(last) })).body).toContain('Back');
    engine.exchange.fault = undefined;
  });

  it('answers a request that comes just when the next run is due', async () => {
    const other = await Engine.start({ temporal: engine.temporal, worker: 'none' });
    try {
      const worker = await other.startWorker();
      const flow = await other.flow(flowOf(gather('ask', 'Key?', 'ask')));
      const leg = new CallLeg(flow);
      const last = await fill(leg, await leg.ring());
      // Within the quiet second before the next run the worker goes; with the next one everything comes at once.
      await worker.shutdown();
      const { handle } = other.execution(flow, leg.sid);
      await until(async () => {
        const { events } = await handle.fetchHistory();
        return (events ?? []).some(event => event.timerFiredEventAttributes);
      });
      const answered = leg.send({ query: queryIn(last), params: { Digits: '2' } });
      await new Promise(resolve => setTimeout(resolve, 300));
      await other.startWorker();
      let reply = await answered;
      // A worker that is slow to start has the call come again.
      while (reply.body.includes('FlowWait=')) reply = await leg.send({ query: queryIn(reply) });
      expect(reply.body).toContain('Key?');
    } finally {
      await other.close();
    }
  });
});

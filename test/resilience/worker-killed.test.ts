import { heard, type CallRecord } from '../../phone/record';
import { Engine, type Flow } from '../setup/engine';
import type { WorkerProcess } from '../setup/start-worker-process';
import { flowOf, gather, http, say } from './flows';
import { Outside } from './outside';

let engine: Engine;
let outside: Outside;
let worker: WorkerProcess;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start({ worker: 'none' }), Outside.start()]);
  worker = await engine.startWorkerProcess();
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});

/** Another worker, then the end of the one that the calls know. */
async function replaceWorker(): Promise<void> {
  const next = await engine.startWorkerProcess();
  await worker.kill();
  worker = next;
}

function orderFlow(method: 'GET' | 'POST', path: string): Promise<Flow> {
  return engine.flow(
    flowOf(
      gather('ask', 'Key?', 'order'),
      http('order', method, outside.url(path), 'done', 'failed'),
      say('done', 'Done'),
      say('failed', 'It is not certain'),
    ),
  );
}

describe('a worker that is killed', () => {
  it('while a call waits: the call goes on with another', async () => {
    const flow = await engine.flow(
      flowOf(
        gather('one', 'One', 'two'),
        gather('two', 'Two', 'end'),
        say('end', '{{widgets.one.Digits}}{{widgets.two.Digits}}'),
      ),
    );
    const keys = ['1', '2'];
    const phone = engine.phone(flow, {
      answer: async () => {
        if (keys.length === 2) await replaceWorker();
        return { kind: 'digits', digits: keys.shift() ?? '' };
      },
    });
    const call = await phone.place();
    expect(heard(call)).toEqual(['One', 'Two', '12']);
    expect((await engine.execution(flow, phone.sid).result()).way).toEqual(['Trigger', 'one', 'two', 'end']);
  });

  it('while it asks the outside: a GET is asked again, a POST never twice, and both calls go on', async () => {
    const [post, get] = [await orderFlow('POST', '/held/post'), await orderFlow('GET', '/held/get')];
    const calls = [post, get].map(flow => engine.call(flow, ['1']));
    await Promise.all([outside.untilAsked('/held/post'), outside.untilAsked('/held/get')]);
    await replaceWorker();
    await outside.untilAsked('/held/get', 2);
    outside.release();
    const [posted, got] = (await Promise.all(calls)) as [CallRecord, CallRecord];
    expect(heard(got)).toEqual(['Key?', 'Done']);
    expect(heard(posted)).toEqual(['Key?', 'It is not certain']);
    expect([posted.reason, got.reason]).toEqual(['hangup', 'hangup']);
    expect(outside.asked('/held/post')).toHaveLength(1);
    expect(outside.asked('/held/get')).toHaveLength(2);
    const steps = await engine.execution(post, posted.callSid).steps();
    expect(steps.map(({ from, name }) => [from, name])).toContainEqual(['order', 'failed']);
  });

  it('and no other is there: the caller hears an apology in the end, and the hang-up ends the execution', async () => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?', 'end'), say('end', 'End')));
    const impatient = await engine.startGateway(300);
    await worker.kill();
    const call = await engine.call({ ...flow, url: flow.url.replace(engine.url, impatient.url) }, ['1']);
    expect(heard(call)).toEqual(['We are sorry']);
    worker = await engine.startWorkerProcess();
    const execution = engine.execution(flow, call.callSid);
    expect(await execution.result()).toMatchObject({ reason: 'hangup' });
  });
});

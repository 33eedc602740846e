import { ask, flowOf, somebody, write } from '../e2e/message-flows';
import { Engine, NUMBER } from '../setup/engine';
import type { WorkerProcess } from '../setup/start-worker-process';

let engine: Engine;
let worker: WorkerProcess;

beforeAll(async () => {
  engine = await Engine.start({ worker: 'none' });
  worker = await engine.startWorkerProcess();
});
afterAll(() => engine.close());

const flow = () =>
  engine.flow(flowOf(ask('name', 'Name?', 'hello'), write('hello', 'Hello {{widgets.name.inbound.Body}}')));

/** While Twilio serves the message with this text its sender dies, and another worker starts. */
function killWhile(text: string, accepted: boolean): void {
  engine.exchange.fault = async ({ method, params }) => {
    if (method !== 'POST' || params['Body'] !== text) return undefined;
    engine.exchange.fault = undefined;
    await worker.kill();
    worker = await engine.startWorkerProcess();
    return accepted ? undefined : 'drop';
  };
}

it.each([
  ['asks, before Twilio has accepted it', 'Name?', false],
  ['asks, when Twilio has accepted it', 'Name?', true],
  ['answers, when Twilio has accepted it', 'Hello Ada', true],
])(
  'a worker that is killed while it %s: it is sent once, and the execution goes on',
  async (_what, text, accepted) => {
    const from = somebody();
    const target = await flow();
    const contact = engine.contact(target, { from });
    killWhile(text, accepted);
    await contact.write('Hi');
    await contact.until(1);
    await contact.write('Ada');
    await contact.until(2);
    const execution = engine.execution(target, `${NUMBER}/${from}`);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'name', 'hello'] });
    await engine.exchange.settled();
    expect(contact.received).toEqual(['Name?', 'Hello Ada']);
    expect(await execution.warnings()).toEqual([]);
  },
);

it('a worker that is killed while the contact is waited for is not missed', async () => {
  const from = somebody();
  const target = await flow();
  const contact = engine.contact(target, { from });
  await contact.write('Hi');
  await contact.until(1);
  await worker.kill();
  const writing = contact.write('Ada');
  worker = await engine.startWorkerProcess();
  await writing;
  expect(await contact.until(2)).toEqual(['Name?', 'Hello Ada']);
});

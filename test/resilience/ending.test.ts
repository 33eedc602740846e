import type { JsonObject } from '../../flow/json';
import { flowOf, somebody, write } from '../e2e/message-flows';
import { state } from '../e2e/flows';
import { Engine, NUMBER } from '../setup/engine';
import { Telephone } from '../setup/telephone';
import { until } from '../setup/until';
import { untilTakenIn } from '../setup/updates';

let engine: Engine;
/** Let Twilio answer whoever has it hang up. */
let hangUps: (() => void)[] = [];

beforeAll(async () => {
  engine = await Engine.start({ settings: { strictEvents: true } });
  engine.exchange.fault = async ({ method, path }) => {
    if (method === 'POST' && /\/Calls\/\w+\.json$/.test(path)) {
      await new Promise<void>(resolve => hangUps.push(resolve));
    }
    return undefined;
  };
});
afterAll(() => engine.close());
beforeEach(() => (hangUps = []));

const calling = (to: string): JsonObject & { name: string } =>
  state(
    'call',
    'make-outgoing-call-v2',
    { to, from: '{{flow.channel.address}}', timeout: 60 },
    { answered: null, busy: null, noAnswer: null, failed: null },
  );

/** A message's execution that was told to end while it has a call ring, and waits for Twilio to hang up. */
async function ending() {
  const [from, callee] = [somebody(), somebody()];
  const telephone = new Telephone(engine.exchange, callee, () => new Promise(() => undefined));
  const flow = await engine.flow(flowOf(write('hello', 'Hello', 'call'), calling(callee)));
  const contact = engine.contact(flow, { from });
  await contact.write('Hi');
  await telephone.rung();
  const execution = await engine.execution(flow, `${NUMBER}/${from}`).pinned();
  await execution.handle.signal('end');
  await until(() => Promise.resolve(hangUps.length > 0));
  const letGo = (): void => {
    telephone.unplug();
    for (const hangUp of hangUps) hangUp();
  };
  return { contact, execution, letGo };
}

describe('an execution that is about to end', () => {
  it('leaves what is written to the next, with STRICT_EVENTS, too', async () => {
    const { contact, execution, letGo } = await ending();
    const written = contact.write('Hi again');
    await untilTakenIn(execution, 2);
    letGo();
    await written;
    expect(await contact.until(2)).toEqual(['Hello', 'Hello']);
    expect(await execution.result()).toMatchObject({ reason: 'ended' });
  });

  it('ends as it would have when it is cancelled meanwhile', async () => {
    const { execution, letGo } = await ending();
    await execution.handle.cancel();
    letGo();
    expect(await execution.result()).toMatchObject({ reason: 'ended' });
  });
});

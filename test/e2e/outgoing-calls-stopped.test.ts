import type { PickUp } from '../../phone/exchange/exchange';
import { flowOf, gather, state } from '../resilience/flows';
import { Engine, NUMBER } from '../setup/engine';
import type { Execution } from '../setup/execution';
import { Person, Telephone, type Reaction } from '../setup/telephone';
import { until } from '../setup/until';

const CALLEE = '+15557770007';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.close());

/** An execution that calls somebody. */
async function calling(pickUp: Reaction) {
  const telephone = new Telephone(engine.exchange, CALLEE, pickUp);
  const flow = await engine.flow(
    flowOf(
      state(
        'call',
        'make-outgoing-call-v2',
        { to: CALLEE, from: NUMBER },
        { answered: 'ask', busy: '', noAnswer: '', failed: '' },
      ),
      gather('ask', 'A key?'),
    ),
  );
  const execution = await engine.request(flow);
  return { telephone, execution, leg: await telephone.rung() };
}

describe('an execution that is stopped', () => {
  it('hangs up the call that it has placed', async () => {
    const callee = new Person();
    const { execution, leg, telephone } = await calling(callee.picksUp);
    await callee.asked('Gather');
    await execution.handle.cancel();
    await expect(execution.result()).rejects.toThrow('cancelled');
    expect(await leg.over).toMatchObject({ reason: 'hangup', status: 'completed' });
    expect(await execution.endedReason()).toBe('canceled');
    telephone.unplug();
  });

  it.each([
    ['cancelled', ({ handle }: Execution) => handle.cancel()],
    ['ended', ({ handle }: Execution) => handle.signal('end')],
  ])('gives up the call that rings still, as one that is %s does', async (_how, stop) => {
    const { execution, leg, telephone } = await calling(() => new Promise<PickUp>(() => undefined));
    await until(async () => 'call' in (await execution.context()).widgets);
    await stop(execution);
    await execution.result().catch(() => undefined);
    expect(await leg.over).toMatchObject({ status: 'canceled' });
    telephone.unplug();
  });
});

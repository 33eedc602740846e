import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { PickUp } from '../../phone/exchange/exchange';
import { Engine, NUMBER } from '../setup/engine';
import { Telephone } from '../setup/telephone';
import { createTimeSkipping, describeWithTimeSkipping } from '../setup/time-skipping';
import { until } from '../setup/until';
import { flowOf, gather, state, variables } from './flows';
import { PlacedCall } from './placed-call';

const CALLEE = '+15557770008';

describeWithTimeSkipping('a call of which Twilio tells nothing any more', () => {
  let env: TestWorkflowEnvironment;
  let engine: Engine;
  let telephone: Telephone;
  beforeAll(async () => {
    env = await createTimeSkipping();
    engine = await Engine.start({ temporal: { address: env.address } });
    telephone = new Telephone(engine.exchange, CALLEE, () => new Promise<PickUp>(() => undefined));
  });
  afterAll(async () => {
    telephone.unplug();
    await engine.close();
    await env.teardown();
  });

  async function placed(properties: Record<string, string | number | boolean>) {
    const flow = await engine.flow(
      flowOf(
        state(
          'call',
          'make-outgoing-call-v2',
          { to: CALLEE, from: NUMBER, ...properties },
          { answered: 'ask', busy: '', noAnswer: '', failed: 'note' },
        ),
        variables('note', { lost: 'yes' }),
        gather('ask', 'A key?'),
      ),
    );
    const next = PlacedCall.next(engine.exchange);
    const execution = await engine.request(flow);
    const leg = await next;
    await until(async () => 'call' in (await execution.context()).widgets);
    return { execution, leg };
  }

  it.each([
    ['as it may ring', { timeout: 20 }, 20],
    ['as detection may take besides', { timeout: 30, detect_answering_machine: true }, 60],
  ])('is waited for as long %s, and a minute more', async (_what, properties, seconds) => {
    const { execution } = await placed(properties);
    await env.sleep(seconds * 1000);
    expect((await execution.steps()).map(({ from }) => from)).toEqual(['Trigger']);
    await env.sleep(70_000);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'call', 'note'] });
    expect((await execution.steps()).at(1)).toMatchObject({ name: 'failed' });
  });

  it('after it was answered: the execution does not outlast it by more than an hour', async () => {
    const { execution, leg } = await placed({});
    expect((await leg.answered()).body).toContain('A key?');
    await env.sleep('23h');
    expect((await execution.steps()).map(({ from }) => from)).toEqual(['Trigger', 'call']);
    await env.sleep('3h');
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'call', 'ask'] });
  });
});

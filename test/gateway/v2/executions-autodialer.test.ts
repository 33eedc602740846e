import { Script } from '../../../phone/script';
import type { JsonObject } from '../../../flow/json';
import { NUMBER, type Engine } from '../../setup/engine';
import { gather, say, state, variables } from '../../resilience/flows';
import { flowOf } from '../../widgets/flows';
import { own, publish, someone, untilEnded } from './executions';
import { startRest } from './rest';

let engine: Engine;

beforeAll(async () => {
  engine = await startRest([own]);
});
afterAll(() => engine.close());

/** Calls the contact, asks, and says good-bye. */
const autodialer = (): JsonObject =>
  flowOf(
    state(
      'call',
      'make-outgoing-call-v2',
      { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}' },
      { answered: 'ask', busy: 'missed', noAnswer: 'missed', failed: 'missed' },
    ),
    gather('ask', 'Hello {{flow.data.name}}, press a key', 'thank'),
    say('thank', 'You pressed {{widgets.ask.Digits}}'),
    variables('missed', { missed: '{{widgets.call.CallStatus}}' }),
  );

describe('an execution that calls its contact', () => {
  it('speaks on the call, and tells of it step by step', async () => {
    const flow = await publish(engine, autodialer());
    const to = someone();
    const said: string[] = [];
    engine.exchange.attach(to, {
      ring: () => ({
        as: 'human',
        answers: new Script(['7']),
        watch: happening => {
          if (happening.kind === 'say') said.push(happening.text);
        },
      }),
    });
    const { sid } = await flow.executions.create({ to, from: NUMBER, parameters: { name: 'Zoe' } });
    await untilEnded(flow, sid);
    expect(said).toEqual(['Hello Zoe, press a key', 'You pressed 7']);
    const steps = await flow.executions(sid).steps.list();
    expect(steps.map(step => [step.transitionedFrom, step.name, step.transitionedTo])).toEqual([
      ['thank', 'audioComplete', 'Ended'],
      ['ask', 'keypress', 'thank'],
      ['call', 'answered', 'ask'],
      ['Trigger', 'incomingRequest', 'call'],
    ]);
    // The context grows with the steps.
    const known = await Promise.all(
      steps.map(async step => {
        const told = await flow.executions(sid).steps(step.sid).stepContext().fetch();
        return Object.keys((told.context as { widgets: object }).widgets);
      }),
    );
    expect(known.at(-1)).toEqual([]);
    expect(known[2]).toEqual(['call']);
    expect(known[1]).toEqual(['call', 'ask']);
    expect(await flow.executions(sid).executionContext().fetch()).toMatchObject({
      context: { widgets: { ask: { Digits: '7' } } },
    });
    const [listed] = await flow.executions.list();
    expect(listed).toMatchObject({ sid, contactChannelAddress: to, initiatedBy: `RQ${sid.slice(2)}` });
  });

  it('goes another way where nobody picks up', async () => {
    const flow = await publish(engine, autodialer());
    const to = someone();
    engine.exchange.attach(to, { ring: () => 'busy' });
    const { sid } = await flow.executions.create({ to, from: NUMBER });
    await untilEnded(flow, sid);
    const names = (await flow.executions(sid).steps.list()).map(({ name }) => name);
    expect(names).toEqual(['next', 'busy', 'incomingRequest']);
  });
});

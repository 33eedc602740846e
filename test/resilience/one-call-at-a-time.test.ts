import { heard } from '../../phone/record';
import { Engine, type Flow } from '../setup/engine';
import { flowOf, gather, say } from './flows';
import { CallLeg, queryIn } from './twilio';

let engine: Engine;
let flow: Flow;

const ALICE = '+15551110001';
const BOB = '+15551110003';

beforeAll(async () => {
  engine = await Engine.start();
  flow = await engine.flow({
    ...flowOf(gather('ask', 'Key?', 'thanks'), say('thanks', 'Thanks for {{widgets.ask.Digits}}')),
    flags: { allow_concurrent_calls: false },
  });
});
afterAll(() => engine.close());

describe('a flow that takes one call of a caller at a time', () => {
  it('apologizes to the second, leaves the first alone, and takes the next when it is over', async () => {
    const first = new CallLeg(flow, ALICE);
    const question = await first.ring();

    const second = await engine.call(flow, [], { from: ALICE, deliverTwice: true });
    expect(heard(second)).toEqual(['We are sorry']);
    expect(heard(await engine.call(flow, ['2'], { from: BOB }))).toEqual(['Key?', 'Thanks for 2']);

    const thanks = await first.send({ query: queryIn(question), params: { Digits: '1' }, token: 'press' });
    expect(thanks.body).toContain('Thanks for 1');
    await first.callback('completed');
    const execution = engine.execution(flow, ALICE);
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'ask', 'thanks'],
    });

    // Whoever repeats a request of the first call after its end gets the answer of then.
    expect(await first.send({ query: queryIn(question), params: { Digits: '1' }, token: 'press' })).toEqual(
      thanks,
    );
    const third = await engine.call(flow, ['3'], { from: ALICE });
    expect(heard(third)).toEqual(['Key?', 'Thanks for 3']);
    expect((await execution.context()).trigger['call']).toMatchObject({ CallSid: third.callSid });
  });

  it('takes one of two that ring at once', async () => {
    const legs = [new CallLeg(flow, '+15551110004'), new CallLeg(flow, '+15551110004')];
    const bodies = (await Promise.all(legs.map(leg => leg.ring()))).map(({ body }) => body);
    expect(bodies.filter(body => body.includes('Key?'))).toHaveLength(1);
    expect(bodies.filter(body => body.includes('We are sorry'))).toHaveLength(1);
  });

  it('does not end with the hang-up, or a late request, of a call that was sent away', async () => {
    const [first, second] = [new CallLeg(flow, '+15551110005'), new CallLeg(flow, '+15551110005')];
    const question = await first.ring();
    await second.ring();
    expect((await second.callback('completed')).status).toBe(200);
    const strange = await second.send({ query: queryIn(question), params: { Digits: '6' } });
    expect(strange.body).toContain('We are sorry');
    const { body } = await first.send({ query: queryIn(question), params: { Digits: '5' } });
    expect(body).toContain('Thanks for 5');
  });
});

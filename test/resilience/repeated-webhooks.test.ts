import { heard } from '../../phone/record';
import { Engine, type Flow } from '../setup/engine';
import { flowOf, gather, http, say, state } from './flows';
import { Outside } from './outside';
import { CallLeg, queryIn } from './twilio';

let engine: Engine;
let outside: Outside;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});

/** Asks for a key, tells the outside of it, says good-bye. */
function orderFlow(path: string): Promise<Flow> {
  return engine.flow(
    flowOf(
      gather('ask', 'Press a key', 'order'),
      http('order', 'POST', outside.url(path), 'thanks', 'sorry', 'key={{widgets.ask.Digits}}'),
      say('thanks', 'Thanks for {{widgets.ask.Digits}}'),
      say('sorry', 'Sorry'),
    ),
  );
}

describe('the same webhook twice', () => {
  it('at once: every webhook of a call, one answer each, nothing runs twice', async () => {
    const flow = await orderFlow('/at-once');
    const call = await engine.call(flow, ['7'], { deliverTwice: true });
    expect(heard(call)).toEqual(['Press a key', 'Thanks for 7']);
    expect(outside.asked('/at-once').map(({ body }) => body)).toEqual(['key=7']);
    const { way } = await engine.execution(flow, call.callSid).result();
    expect(way).toEqual(['Trigger', 'ask', 'order', 'thanks']);
  });

  it('one after the other: the same bytes again, also when the call has gone on, and after its end', async () => {
    const flow = await orderFlow('/again');
    const leg = new CallLeg(flow);
    const first = await leg.ring('token-1');
    const press = { query: queryIn(first), params: { Digits: '1' }, token: 'token-2' };
    expect(await leg.ring('token-1')).toEqual(first);
    const second = await leg.send(press);
    expect(second.body).toContain('Thanks for 1');
    expect(await leg.send(press)).toEqual(second);
    expect(await leg.ring('token-1')).toEqual(first);
    await leg.callback('completed');
    expect(await leg.send(press)).toEqual(second);
    expect(await leg.ring('token-1')).toEqual(first);
    expect(outside.asked('/again')).toHaveLength(1);
    expect((await engine.execution(flow, leg.sid).result()).steps).toBe(4);
  });

  it('the second while the first is still under way', async () => {
    const flow = await orderFlow('/held/twice');
    const leg = new CallLeg(flow);
    const press = { query: queryIn(await leg.ring()), params: { Digits: '2' }, token: 'token-held' };
    const both = [leg.send(press)];
    await outside.untilAsked('/held/twice');
    both.push(leg.send(press));
    // A third, which carries no token: the step that it is for tells that it is a repetition of none.
    outside.release();
    const [first, second] = await Promise.all(both);
    expect(first).toEqual(second);
    expect(first?.body).toContain('Thanks for 2');
    expect(outside.asked('/held/twice')).toHaveLength(1);
  });

  it('by way of two gateways', async () => {
    const other = await engine.startGateway();
    const flow = await orderFlow('/gateways');
    const leg = new CallLeg(flow);
    const first = await leg.ring('token-ring');
    expect(await leg.by(other.url).ring('token-ring')).toEqual(first);
    const press = { query: queryIn(first), params: { Digits: '4' }, token: 'token-press' };
    const [one, two] = await Promise.all([leg.send(press), leg.by(other.url).send(press)]);
    expect(one).toEqual(two);
    expect(one.body).toContain('Thanks for 4');
    expect(outside.asked('/gateways')).toHaveLength(1);
    await other.close();
  });

  it('without a token: the step is left once', async () => {
    const flow = await orderFlow('/without');
    const leg = new CallLeg(flow);
    const press = { query: queryIn(await leg.ring()), params: { Digits: '3' }, token: '' };
    const [first, second] = await Promise.all([leg.send(press), leg.send(press)]);
    expect(first).toEqual(second);
    expect(outside.asked('/without')).toHaveLength(1);
  });
});

describe('the request that starts an execution', () => {
  it('is no answer to its first widget, and neither is a second one', async () => {
    const page = { url: outside.url('/held/page'), method: 'POST', timeout: '14400' };
    const flow = await engine.flow(
      flowOf(
        state('app', 'add-twiml-redirect', page, { return: 'back', timeout: 'back', fail: 'back' }),
        say('back', 'Back'),
      ),
    );
    const leg = new CallLeg(flow);
    const answered = leg.ring();
    await outside.untilAsked('/held/page');
    outside.release('<Response><Say>A page</Say><Pause/></Response>', 'text/xml');
    const page1 = await answered;
    expect(page1.body).toContain('A page');
    expect(await leg.ring()).toEqual(page1);
    expect((await leg.send({ query: 'FlowEvent=return' })).body).toContain('Back');
  });
});

describe('a webhook that comes late', () => {
  it('for a step that has been left moves nothing, and is answered with what is due now', async () => {
    const flow = await engine.flow(
      flowOf(gather('one', 'One', 'two'), gather('two', 'Two', 'end'), say('end', 'End')),
    );
    const leg = new CallLeg(flow);
    const first = await leg.ring();
    const second = await leg.send({ query: queryIn(first), params: { Digits: '1' } });
    expect(second.body).toContain('Two');
    // The key for the first question again, with a token of its own; and the first question's time-out.
    expect(await leg.send({ query: queryIn(first), params: { Digits: '9' } })).toEqual(second);
    expect(await leg.send({ query: queryIn(first).replace('keypress', 'timeout') })).toEqual(second);
    const { body } = await leg.send({ query: queryIn(second), params: { Digits: '2' } });
    expect(body).toContain('End');
    const { way } = await engine.execution(flow, leg.sid).result();
    expect(way).toEqual(['Trigger', 'one', 'two', 'end']);
  });

  it('after the end hangs up, and starts nothing', async () => {
    const flow = await engine.flow(flowOf(gather('one', 'One', 'two'), say('two', 'Two')));
    const leg = new CallLeg(flow);
    const first = await leg.ring();
    await leg.send({ query: queryIn(first), params: { Digits: '1' } });
    const { way } = await engine.execution(flow, leg.sid).result();
    for (const late of [
      { query: queryIn(first), params: { Digits: '1' } },
      {},
      { status: 'ringing' as const },
    ]) {
      const { status, body } = await leg.send(late);
      expect([status, body]).toEqual([200, expect.stringContaining('<Response><Hangup/></Response>')]);
    }
    expect((await engine.execution(flow, leg.sid).result()).way).toEqual(way);
  });
});

describe('status callbacks', () => {
  it('may come before the action, and after the end, in any order', async () => {
    const flow = await engine.flow(flowOf(gather('one', 'One', 'two'), gather('two', 'Two')));
    const leg = new CallLeg(flow);
    const first = await leg.ring();
    expect((await leg.callback('ringing')).status).toBe(200);
    expect((await leg.callback('completed')).status).toBe(200);
    expect((await engine.execution(flow, leg.sid).result()).reason).toBe('hangup');
    for (const late of ['ringing', 'in-progress', 'completed'] as const) {
      expect(await leg.callback(late)).toEqual({
        status: 200,
        body: expect.stringMatching(/<Response\/>$/) as string,
      });
    }
    const action = await leg.send({ query: queryIn(first), params: { Digits: '1' } });
    expect(action).toEqual({ status: 200, body: expect.stringContaining('<Hangup/>') as string });
    expect(await leg.send({ query: queryIn(first), status: 'completed' })).toMatchObject({ status: 200 });
    expect((await engine.execution(flow, leg.sid).result()).steps).toBe(1);
  });

  it.each([true, false])(
    'may tell of the end before the first request has come (several calls at once: %j)',
    async several => {
      const definition = flowOf(gather('one', 'One', 'one'));
      const flow = await engine.flow({ ...definition, flags: { allow_concurrent_calls: several } });
      const leg = new CallLeg(flow, '+15551110077');
      expect((await leg.callback('canceled')).status).toBe(200);
      expect((await leg.ring()).status).toBe(200);
      const execution = engine.execution(flow, several ? leg.sid : '+15551110077');
      expect((await execution.result()).reason).toBe('hangup');
    },
  );

  it('of a call that nobody knows start nothing', async () => {
    const flow = await engine.flow(flowOf(say('hello', 'Hello')));
    const leg = new CallLeg(flow);
    expect((await leg.callback('completed')).status).toBe(200);
    await expect(engine.execution(flow, leg.sid).handle.describe()).rejects.toThrow();
  });
});

describe('an event that the present widget does not know', () => {
  it('moves nothing, whether it names a step or not, and is noted', async () => {
    const flow = await engine.flow(flowOf(gather('one', 'One', 'two'), say('two', 'Two')));
    const leg = new CallLeg(flow);
    const first = await leg.ring();
    for (const query of [
      'FlowEvent=return',
      'FlowEvent=audioComplete&FlowStep=1',
      'FlowEvent=fetch&FlowTarget=0',
    ]) {
      expect(await leg.send({ query })).toEqual(first);
    }
    await leg.send({ query: queryIn(first), params: { Digits: '1' } });
    const execution = engine.execution(flow, leg.sid);
    expect((await execution.result()).way).toEqual(['Trigger', 'one', 'two']);
    const warnings = (await execution.steps()).flatMap(step => step.warnings ?? []).map(({ code }) => code);
    expect(warnings).toEqual([81002, 81002, 81002]);
  });

  it('does not let a call in progress join that no execution knows', async () => {
    const flow = await engine.flow(flowOf(say('hello', 'Hello')));
    expect((await new CallLeg(flow).send({})).status).toBe(400);
    expect((await new CallLeg(flow).send({ query: 'FlowEvent=return' })).status).toBe(400);
  });
});

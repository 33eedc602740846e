import { Engine } from '../setup/engine';
import type { Execution } from '../setup/execution';
import { flowOf, gather, say } from './flows';
import { CallLeg, queryIn } from './twilio';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.close());

/** A call that asks for a key, while something else happens to its execution; then a key is pressed. */
async function callDuring(what: (execution: Execution) => Promise<void>): Promise<void> {
  const flow = await engine.flow(flowOf(gather('ask', 'Key?', 'bye'), say('bye', 'Bye')));
  const leg = new CallLeg(flow);
  const first = await leg.ring();
  const execution = engine.execution(flow, leg.sid);
  await what(execution);
  expect(await execution.twiml()).toBe(first.body);
  expect((await leg.send({ query: queryIn(first), params: { Digits: '1' } })).body).toContain('Bye');
}

describe('a signal or an update that makes no sense leaves a call that goes on', () => {
  it.each<[string, unknown[]]>([
    ['no input', []],
    ['null', [null]],
    ['a text', ['keypress']],
    ['a list', [[1]]],
  ])('%s', async (_what, args) => {
    await callDuring(async ({ handle }) => {
      await handle.signal('webhook', ...args);
      const updated = handle.executeUpdate('webhook', { args: args as [unknown] });
      await expect(updated).rejects.toThrow('Workflow Update failed');
    });
  });

  it.each<[string, object]>([
    ['nothing in it', {}],
    ['parameters that are null', { event: 'keypress', params: null }],
    ['parameters that are a text', { event: 'keypress', params: 'Digits' }],
    ['parameters that are a list', { event: 'keypress', params: [1] }],
    ['a step that is no number', { event: 'keypress', step: 'one' }],
    ['an event that is no text', { event: 7, target: -1, params: {} }],
    ['a hang-up that is none', { over: 'no', params: null, sid: 7 }],
  ])('%s', async (_what, input) => {
    await callDuring(async ({ handle }) => {
      await handle.signal('webhook', input);
      expect(await handle.executeUpdate('webhook', { args: [input] })).toMatchObject({ status: 'active' });
    });
  });
});

describe('a signal that an operator writes by hand', () => {
  it('may hold numbers for what they look like', async () => {
    const flow = await engine.flow(
      flowOf(gather('ask', 'Key?', 'bye'), say('bye', 'Bye {{widgets.ask.Digits}}')),
    );
    const leg = new CallLeg(flow);
    await leg.ring();
    const execution = engine.execution(flow, leg.sid);
    await execution.handle.signal('webhook', { event: 'keypress', params: { Digits: 7 } });
    await execution.result();
    expect(await execution.twiml()).toContain('Bye 7');
  });
});

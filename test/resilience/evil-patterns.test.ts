import { Engine } from '../setup/engine';
import { flowOf, gather, say, variables } from './flows';
import { CallLeg, queryIn } from './twilio';

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.close());

const heard = '{{widgets.ask.SpeechResult}}';
const evil = { type: 'regex', friendly_name: 'evil', arguments: [heard], value: '(\\w+\\s?)+b' };
const words = `${'word '.repeat(40)}!`;

it('a pattern that takes long, and again and again, keeps nobody else waiting', async () => {
  const transitions = [
    { event: 'noMatch', next: 'again' },
    { event: 'match', next: 'done', conditions: [evil] },
  ];
  const flow = await engine.flow(
    flowOf(
      gather('ask', 'Speak', 'split'),
      { name: 'split', type: 'split-based-on', properties: { input: heard }, transitions },
      variables('again', { count: '{{flow.variables.count | plus: 1}}' }, 'split'),
      say('done', 'Done'),
    ),
  );
  const other = await engine.flow(flowOf(gather('ask', 'Key?', 'ask')));
  const leg = new CallLeg(flow);
  const asked = await leg.ring();
  const answer = leg.send({ query: queryIn(asked), params: { SpeechResult: words } });
  const caller = new CallLeg(other);
  expect((await caller.ring()).body).toContain('Key?');
  expect(await answer).toMatchObject({ status: 200 });
  const result = await engine.execution(flow, leg.sid).result();
  expect(result.reason).toBe('max-steps');
});

import { Engine } from '../setup/engine';
import { flowOf, gather, variables } from '../resilience/flows';
import { CallLeg, queryIn } from '../resilience/twilio';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.close());

describe('executions in one worker', () => {
  it('know nothing of each other', async () => {
    const seen = '{{flow.variables.seen}}{{widgets.ask.Digits}}';
    const flow = await engine.flow(
      flowOf(gather('ask', 'Seen: {{flow.variables.seen}}', 'keep'), variables('keep', { seen }, 'ask')),
    );
    const legs = [new CallLeg(flow), new CallLeg(flow), new CallLeg(flow)];
    let replies = await Promise.all(legs.map(leg => leg.ring()));
    for (const round of ['1', '2', '3']) {
      replies = await Promise.all(
        legs.map((leg, index) =>
          leg.send({ query: queryIn(replies[index]!), params: { Digits: `${'abc'[index]}${round}` } }),
        ),
      );
    }
    expect(replies.map(({ body }) => /Seen: (\w*)/.exec(body)?.[1])).toEqual(['a1a2a3', 'b1b2b3', 'c1c2c3']);
    const contexts = await Promise.all(legs.map(leg => engine.execution(flow, leg.sid).context()));
    expect(contexts.map(({ trigger }) => trigger['call']?.['CallSid'])).toEqual(legs.map(({ sid }) => sid));
    expect(new Set(contexts.map(({ flow: { sid } }) => sid)).size).toBe(3);
  });
});

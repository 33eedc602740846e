import type { JsonObject } from '../../flow/json';
import { heard } from '../../phone/record';
import { flowOf, gather, say, state } from '../resilience/flows';
import { Engine } from '../setup/engine';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.close());

const agent = (name: string, properties: JsonObject, next: string): JsonObject =>
  state(name, 'connect-virtual-agent-v2', properties, { completed: next, paused: next, failed: 'failed' });

const session = (status: string, VirtualAgentProviderData: string): string =>
  `connect: ${new URLSearchParams({ VirtualAgentStatus: status, VirtualAgentProviderData }).toString()}`;

describe('a virtual agent', () => {
  it('leaves data that a flow walks into, and is gone on with by the name of its widget', async () => {
    const data = {
      ConversationId: 'conversations/1',
      EndUserId: 'participants/2',
      AgentHandoffParameters: { reason: 'billing' },
    };
    const flow = await engine.flow(
      flowOf(
        agent('va', { connector_name: 'desk' }, 'tell'),
        say(
          'tell',
          `{{widgets.va.VirtualAgentProviderData.ConversationId}}
           {{widgets.va.VirtualAgentProviderData.AgentHandoffParameters.reason}}`,
          'again',
        ),
        agent(
          'again',
          {
            session_behavior: 'resume_session',
            resume_session_identification_method: 'widget',
            resume_session_identification_value: 'va',
          },
          'ask',
        ),
        gather('ask', 'Bye?'),
        say('failed', 'There is no agent.'),
      ),
    );
    const call = await engine.call(flow, [session('paused', JSON.stringify(data)), 'connect:', '1']);
    expect(heard(call).map(text => text.split(/\s+/))).toEqual([['conversations/1', 'billing'], ['Bye?']]);
    const asked = call.happenings.flatMap(({ kind, ...what }) => (kind === 'ask' ? [what] : []));
    expect(asked.slice(0, 2)).toMatchObject([
      { question: { verb: 'Connect', to: 'VirtualAgent desk' } },
      { question: { verb: 'Connect', to: 'VirtualAgent desk' } },
    ]);
    const spoken = call.happenings.flatMap(happening =>
      happening.kind === 'request' ? [happening.body ?? ''] : [],
    );
    expect(spoken.join()).toContain('<Config name="resumeEndUserId" value="participants/2"/>');

    const execution = engine.execution(flow, call.callSid);
    const { va, again } = (await execution.context()).widgets;
    expect(va).toMatchObject({ ConnectorName: 'desk', VirtualAgentProviderData: data });
    expect(again).toMatchObject({ ConnectorName: 'desk', VirtualAgentStatus: 'completed' });
    // What a step has changed is told by that step, whichever request it has waited for.
    const step = (await execution.steps()).find(({ from }) => from === 'va');
    expect(JSON.stringify(step?.changes)).toContain('"ConnectorName":"desk"');
  });

  it('leaves as a text what is no JSON after all', async () => {
    const flow = await engine.flow(
      flowOf(
        agent('va', { connector_name: 'desk' }, 'tell'),
        say('tell', '{{widgets.va.VirtualAgentProviderData}}'),
        say('failed', 'There is no agent.'),
      ),
    );
    const call = await engine.call(flow, [session('completed', '{not JSON')]);
    expect(heard(call)).toEqual(['{not JSON']);
  });
});

import { ask, flowOf, somebody, write } from '../e2e/message-flows';
import { state } from '../e2e/flows';
import { NUMBER } from '../setup/engine';
import type { Recorded, Recording, Studio } from './recording';

const bot = { from: 'Bot' };

/** Executions in conversations, and those that hand a contact on. */
export const conversations: Record<string, Recording> = {
  'conversation-started': async studio => {
    const { engine, recorded, to, contact } = await survey(studio);
    engine.exchange.receive({ from: to, to: NUMBER, body: 'Good', mediaUrls: [] });
    await contact.until(2);
    return recorded;
  },

  'conversation-closed': async studio => {
    const { engine, recorded, to } = await survey(studio);
    const conversation = engine.exchange.conversations.find(({ participants }) =>
      participants.some(({ binding }) => binding?.address === to),
    );
    engine.exchange.endConversation(conversation?.sid ?? '', 'closed');
    return recorded;
  },

  'handed-to-an-agent': async ({ engine }) => {
    const properties = { workflow: `WW${'0'.repeat(32)}`, channel: `TC${'0'.repeat(32)}`, attributes: '{}' };
    const flow = await engine.flow(
      flowOf(
        state('agent', 'send-to-flex', properties, {
          callComplete: 'bye',
          failedToEnqueue: 'bye',
          callFailure: 'bye',
        }),
        write('bye', 'Somebody will write to you'),
      ),
    );
    const from = somebody();
    const contact = engine.contact(flow, { from });
    await contact.write('Hi');
    await contact.until(1);
    return engine.execution(flow, `${NUMBER}/${from}`);
  },
};

/** A conversation that has asked its contact, and waits. */
async function survey({ engine }: Studio) {
  const to = somebody();
  const properties = {
    conversation_service_sid: `IS${'0'.repeat(32)}`,
    participants: [
      { type: 'messaging', messaging_binding_address: to, messaging_binding_proxy_address: NUMBER },
    ],
    close_conversation_on_execution_end: true,
  };
  const flow = await engine.flow(
    flowOf(
      state('start', 'start-conversation', properties, { created: 'ask', failed: null }),
      ask('ask', 'How was it?', 'thanks', bot),
      write('thanks', 'Thanks', null, bot),
    ),
  );
  const contact = engine.contact(flow, { from: to });
  const { workflowId } = await engine.request(flow, { to });
  await contact.until(1);
  const recorded: Recorded = { workflowId };
  return { engine, to, contact, recorded };
}

import { ask, flowOf, somebody, write } from '../e2e/message-flows';
import { NUMBER, type Flow } from '../setup/engine';
import { until } from '../setup/until';
import type { Recorded, Recording, Studio } from './recording';

/** Executions that a message starts. */
export const messages: Record<string, Recording> = {
  'message-and-reply': async ({ engine }) => {
    const flow = await engine.flow(flowOf(ask('name', 'Your name?', 'hello'), write('hello', 'Hello')));
    const { contact, recorded } = writerTo(engine, flow);
    await contact.write('Hi');
    await contact.until(1);
    await contact.write('Ada');
    await contact.until(2);
    return recorded;
  },

  'messages-kept': async ({ engine }) => {
    const flow = await engine.flow(
      flowOf(ask('one', 'One?', 'two'), ask('two', 'Two?', 'three'), ask('three', 'Three?', 'bye'), write('bye', 'Bye')),
    );
    const { contact, recorded } = writerTo(engine, flow);
    await Promise.all(['a', 'b', 'c', 'd'].map(text => contact.write(text)));
    await contact.until(4);
    return recorded;
  },

  'no-reply': async ({ engine }) => {
    const flow = await engine.flow(
      flowOf(ask('ask', 'Well?', 'bye', { timeout: '1', ways: { timeout: 'bye' } }), write('bye', 'Bye')),
    );
    const { contact, recorded } = writerTo(engine, flow);
    await contact.write('Hi');
    await contact.until(2);
    return recorded;
  },

  'message-undelivered': async ({ engine }) => {
    const flow = await engine.flow(
      flowOf(ask('ask', 'Well?', 'bye', { ways: { deliveryFailure: 'bye' } }), write('bye', 'Bye')),
    );
    const { contact, recorded } = writerTo(engine, flow);
    contact.delivery = body =>
      body === 'Bye' ? 'delivered' : { status: 'undelivered', errorCode: 30003 };
    await contact.write('Hi');
    await contact.until(1);
    return recorded;
  },

  'message-refused': async ({ engine }) => {
    const flow = await engine.flow(flowOf(write('hello', 'Hello', null, { to: '+1' })));
    const { contact, recorded } = writerTo(engine, flow);
    await contact.write('Hi');
    return recorded;
  },

  'messages-continued-as-new': longChat,

  'messages-carried-over': async studio => {
    const { workflowId } = await longChat(studio);
    return { workflowId };
  },
};

function writerTo(engine: Studio['engine'], flow: Flow) {
  const from = somebody();
  const { workflowId } = engine.execution(flow, `${NUMBER}/${from}`);
  return { contact: engine.contact(flow, { from }), recorded: { workflowId } };
}

/** A chat of two runs; the first of them. */
async function longChat({ engine }: Studio): Promise<Recorded> {
  const ways = { timeout: 'bye' };
  const flow = await engine.flow(
    flowOf(
      ask('one', 'One more?', 'other', { timeout: '3', ways }),
      ask('other', 'Another?', 'one', { timeout: '3', ways }),
      write('bye', 'Bye'),
    ),
  );
  const { contact, recorded } = writerTo(engine, flow);
  await contact.write('Hi');
  const handle = engine.client.workflow.getHandle(recorded.workflowId);
  const { runId } = await handle.describe();
  for (let asked = 1; asked <= 4; asked += 1) {
    await contact.until(asked);
    await contact.write('Yes');
  }
  await until(async () => (await handle.describe()).runId !== runId);
  await contact.write('Yes');
  await until(() => Promise.resolve(contact.received.at(-1) === 'Bye'));
  return { ...recorded, runId };
}

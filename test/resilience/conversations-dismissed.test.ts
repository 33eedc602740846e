import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../../phone/exchange/exchange';
import { newSid } from '../../phone/params';
import { state } from '../e2e/flows';
import { ask, flowOf, somebody } from '../e2e/message-flows';
import { Engine, NUMBER } from '../setup/engine';
import { until } from '../setup/until';

let engine: Engine;
beforeAll(async () => (engine = await Engine.start()));
afterAll(() => engine.close());

const away: Fault = { status: 503, code: 20503, message: 'Service Unavailable' };
const slow = async (): Promise<undefined> => {
  await sleep(1000);
  return undefined;
};

/** An execution that starts a conversation, whose requests for `what` go wrong from the first on. */
async function starting(what: RegExp, fault: () => Fault | Promise<undefined>) {
  const to = somebody();
  const properties = {
    conversation_service_sid: newSid('IS'),
    participants: [
      { type: 'messaging', messaging_binding_address: to, messaging_binding_proxy_address: NUMBER },
    ],
    close_conversation_on_execution_end: true,
  };
  const flow = await engine.flow(
    flowOf(
      state('start', 'start-conversation', properties, { created: 'ask', failed: null }),
      ask('ask', 'How was it?', null, { from: 'Survey' }),
    ),
  );
  let asked = 0;
  engine.exchange.fault = ({ method, path }) => {
    if (method !== 'POST' || !what.test(path)) return undefined;
    asked += 1;
    return fault();
  };
  const before = engine.exchange.conversations.length;
  const execution = await (await engine.request(flow, { to })).pinned();
  await until(() => Promise.resolve(asked > 0));
  const left = () => engine.exchange.conversations.slice(before).map(conversation => conversation.state);
  return { flow, to, execution, left };
}

/** The contact is free for another. */
async function another({ flow, to }: Awaited<ReturnType<typeof starting>>): Promise<void> {
  engine.exchange.fault = () => undefined;
  const contact = engine.contact(flow, { from: to });
  const execution = await engine.request(flow, { to });
  await contact.until(1);
  expect((await execution.steps()).map(({ from, name }) => [from, name])).toContainEqual([
    'start',
    'created',
  ]);
  await execution.handle.signal('end');
  await execution.result();
}

describe('an execution that is over while it starts a conversation', () => {
  const ends = [
    ['told to end', 'ended', undefined],
    ['superseded', 'superseded', { reason: 'superseded' }],
  ] as const;

  it.each(ends)('leaves none that is half made: %s while Twilio is away', async (_how, reason, argument) => {
    const started = await starting(/Participants$/, () => away);
    await started.execution.handle.signal('end', argument);
    expect(await started.execution.result()).toMatchObject({ reason });
    expect(started.left()).toEqual([]);
    await another(started);
  });

  it('leaves none that it has not heard of', async () => {
    const faults: Fault[] = ['accept-and-drop'];
    const started = await starting(/Conversations$/, () => faults.shift() ?? away);
    await started.execution.handle.signal('end');
    expect(await started.execution.result()).toMatchObject({ reason: 'ended' });
    expect(started.left()).toEqual([]);
    await another(started);
  });

  it('leaves none when it is cancelled', async () => {
    const started = await starting(/Participants$/, () => away);
    await started.execution.handle.cancel();
    await expect(started.execution.result()).rejects.toThrow();
    expect(started.left()).toEqual([]);
  });

  it.each([/Conversations$/, /Participants$/, /Webhooks$/])(
    'closes the one that is made meanwhile: %s',
    async what => {
      const started = await starting(what, slow);
      await started.execution.handle.signal('end');
      expect(await started.execution.result()).toMatchObject({ reason: 'ended', way: ['Trigger', 'start'] });
      expect(started.left()).toEqual(['closed']);
      await another(started);
    },
  );
});

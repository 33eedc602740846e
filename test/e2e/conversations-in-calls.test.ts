import type { JsonObject } from '../../flow/json';
import type { PickUp } from '../../phone/exchange/exchange';
import { newSid } from '../../phone/params';
import { ACCOUNT, Engine, NUMBER } from '../setup/engine';
import { postSigned } from '../setup/post-signed';
import { Person, Telephone } from '../setup/telephone';
import { until } from '../setup/until';
import { gather, say, state } from './flows';
import { ask, flowOf, somebody } from './message-flows';

let engine: Engine;
let telephone: Telephone;
beforeAll(async () => (engine = await Engine.start()));
afterAll(() => engine.close());
afterEach(() => telephone.unplug());

type State = JsonObject & { name: string };

const key = gather('key', 'A key?', { keypress: 'bye', timeout: null });
const bye = say('bye', 'Bye {{widgets.key.Digits}}.');

/** Calls somebody; what follows is what the flow does on the call. */
const calling = (to: string, ...answered: [State, ...State[]]): [State, ...State[]] => {
  const events = { answered: answered[0].name, busy: null, noAnswer: null, failed: null };
  return [state('call', 'make-outgoing-call-v2', { to, from: NUMBER }, events), ...answered];
};

/** @returns how the flow hears that its conversation is closed */
const closes = (url: string, ConversationSid: string) => async (): Promise<void> => {
  const event = { EventType: 'onConversationStateUpdated', StateFrom: 'active', StateTo: 'closed' };
  await postSigned(url, { ...event, AccountSid: ACCOUNT, ConversationSid });
};

async function startedByFlow(to: string, states: [State, ...State[]]) {
  const properties = { conversation_service_sid: newSid('IS'), participants: [] };
  const events = { created: 'call', failed: null };
  const flow = await engine.flow(flowOf(state('start', 'start-conversation', properties, events), ...states));
  const execution = await engine.request(flow, { to });
  await telephone.rung();
  const { sid = '', webhooks: [webhook] = [] } = engine.exchange.conversations.at(-1) ?? {};
  return { execution, close: closes(webhook?.url ?? '', sid) };
}

async function startedByConversation(_to: string, states: [State, ...State[]]) {
  const flow = await engine.flow(flowOf(...states));
  const ConversationSid = newSid('CH');
  const written = { EventType: 'onMessageAdded', MessageSid: newSid('IM'), Author: 'ada', Body: 'Call me' };
  await postSigned(flow.url, { ...written, AccountSid: ACCOUNT, ConversationSid });
  return { execution: engine.execution(flow, ConversationSid), close: closes(flow.url, ConversationSid) };
}

const beginnings = [
  ['that the flow has started', startedByFlow],
  ['that has started the execution', startedByConversation],
] as const;

describe.each(beginnings)('a conversation %s is closed', (_which, started) => {
  async function begin(pickUp: PickUp | Promise<PickUp>, ...answered: [State, ...State[]]) {
    const to = somebody();
    telephone = new Telephone(engine.exchange, to, () => pickUp);
    const { execution, close } = await started(to, calling(to, ...answered));
    const leg = await telephone.rung();
    await until(async () => 'call' in (await execution.context()).widgets);
    return { execution, close, leg };
  }

  it('while somebody is on the line: the call goes on', async () => {
    const callee = new Person();
    const { execution, close, leg } = await begin(callee.picksUp, key, bye);
    await callee.asked('Gather');
    await close();
    callee.says('5');
    await leg.over;
    expect(callee.heard).toEqual(['A key?', 'Bye 5.']);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });

  it('while the call rings: it is answered as ever', async () => {
    let pickUp: (how: PickUp) => void = () => undefined;
    const callee = new Person();
    const { close, leg } = await begin(new Promise<PickUp>(resolve => (pickUp = resolve)), key, bye);
    await close();
    pickUp(callee.picksUp);
    await callee.asked('Gather');
    callee.says('5');
    await leg.over;
    expect(callee.heard).toEqual(['A key?', 'Bye 5.']);
  });

  it('while the call rings: it is given up with the execution', async () => {
    const { execution, close, leg } = await begin(new Promise<PickUp>(() => undefined), key, bye);
    await close();
    await execution.handle.signal('end');
    expect(await leg.over).toMatchObject({ status: 'canceled' });
  });
});

describe('a conversation in which a reply is awaited is closed', () => {
  it('while somebody is on the line: the execution is over when the call is', async () => {
    const to = somebody();
    telephone = new Telephone(engine.exchange, to, new Person().picksUp);
    const { execution, close } = await startedByFlow(
      to,
      calling(to, ask('chat', 'A word?', null, { from: 'Bot' })),
    );
    const leg = await telephone.rung();
    await until(async () => 'chat' in (await execution.context()).widgets);
    await close();
    expect((await execution.context()).flow.channel).toMatchObject({ status: 'closed' });
    expect((await execution.handle.describe()).status.name).toBe('RUNNING');
    leg.hangUp();
    expect(await execution.result()).toMatchObject({ reason: 'hangup' });
  });
});

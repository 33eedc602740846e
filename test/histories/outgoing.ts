import type { PickUp } from '../../phone/exchange/exchange';
import { ask, somebody } from '../e2e/message-flows';
import { flowOf, gather, say, state } from '../resilience/flows';
import { CallLeg } from '../resilience/twilio';
import { NUMBER, type Engine } from '../setup/engine';
import { human, Person, Telephone } from '../setup/telephone';
import { until } from '../setup/until';
import type { Recorded, Recording, Studio } from './recording';

const call = (name: string, to: string, answered: string, busy = ''): ReturnType<typeof state> =>
  state(name, 'make-outgoing-call-v2', { to, from: NUMBER }, { answered, busy, noAnswer: '', failed: '' });

/** Executions that place calls, or take one back. */
export const outgoing: Record<string, Recording> = {
  'placed-call': async ({ engine }) => {
    const to = somebody();
    const flow = await engine.flow(
      flowOf(
        call('first', to, '', 'second'),
        call('second', to, 'ask'),
        gather('ask', 'Key?', 'bye'),
        say('bye', 'Bye'),
      ),
    );
    return calling(engine, to, ['busy', human('7')], () => engine.request(flow, { to }));
  },

  'placed-call-hung-up': async ({ engine }) => {
    const to = somebody();
    const flow = await engine.flow(flowOf(call('call', to, 'ask'), gather('ask', 'Key?')));
    return calling(engine, to, [human('hangup')], () => engine.request(flow, { to }));
  },

  'placed-call-recorded': async ({ engine }) => {
    const to = somebody();
    const flow = await engine.flow(
      flowOf(
        call('call', to, 'record'),
        state('record', 'record-call', { record_call: true }, { success: 'ask', failed: '' }),
        gather('ask', 'Key?'),
      ),
    );
    return calling(engine, to, [human('7')], () => engine.request(flow, { to }));
  },

  'ended-while-it-rings': async ({ engine }) => {
    const to = somebody();
    const flow = await engine.flow(flowOf(call('call', to, 'hello'), say('hello', 'Hello')));
    return calling(engine, to, [() => new Promise<PickUp>(() => undefined)], async telephone => {
      const { handle, workflowId } = await engine.request(flow, { to });
      await telephone.rung();
      await handle.signal('end');
      return { workflowId };
    });
  },

  'call-taken-back': async ({ engine, outside }) => {
    const properties = { url: `${outside}/page`, method: 'POST', timeout: '1' };
    const flow = await engine.flow(
      flowOf(
        state('app', 'add-twiml-redirect', properties, { return: '', timeout: 'ask', fail: '' }),
        gather('ask', 'Still there?', 'bye'),
        say('bye', 'Bye'),
      ),
    );
    const caller = new Person();
    const phone = engine.phone(flow, caller, { watch: caller.watch });
    const over = phone.place();
    await caller.asked('Gather', 2);
    caller.says('1');
    await over;
    return engine.execution(flow, phone.sid);
  },

  'call-held-for-a-reply': async studio => (await textedCall(studio)).execution,

  'reply-address': async studio => (await textedCall(studio)).replies,

  'call-gone': async ({ engine, outside }) => {
    const properties = { url: `${outside}/page`, method: 'POST', timeout: '1' };
    const flow = await engine.flow(
      flowOf(
        state('app', 'add-twiml-redirect', properties, { return: '', timeout: 'bye', fail: '' }),
        say('bye', 'Bye'),
      ),
    );
    const leg = new CallLeg(flow);
    await leg.ring();
    return engine.execution(flow, leg.sid);
  },
};

/** A call during which the caller is written to, and answers. */
async function textedCall({ engine }: Studio): Promise<{ execution: Recorded; replies: Recorded }> {
  const from = somebody();
  const flow = await engine.flow(
    flowOf(
      say('hello', 'I text you', 'write'),
      ask('write', 'Are you there?', 'bye', { from: NUMBER, to: from }),
      say('bye', 'Bye'),
    ),
  );
  const contact = engine.contact(flow, { from });
  const phone = engine.phone(flow, [], { from, realTime: true });
  const over = phone.place();
  const replies = engine.execution(flow, `${NUMBER}/${from}`);
  await until(() =>
    replies.handle.describe().then(
      () => true,
      () => false,
    ),
  );
  await contact.write('Yes');
  await over;
  return { execution: engine.execution(flow, phone.sid), replies };
}

/** Lets a telephone react to what an execution does. */
async function calling(
  engine: Engine,
  number: string,
  [first = 'no-answer', ...others]: ConstructorParameters<typeof Telephone>[2][],
  start: (telephone: Telephone) => Promise<Recorded>,
): Promise<Recorded> {
  const telephone = new Telephone(engine.exchange, number, first, ...others);
  engine.onClose(() => {
    telephone.unplug();
    return Promise.resolve();
  });
  const { workflowId } = await start(telephone);
  return { workflowId };
}

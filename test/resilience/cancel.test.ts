import { heard } from '../../phone/record';
import type { Answer } from '../../phone/question';
import { answer, startServer, type WebServer } from '../widgets/web-server';
import { ACCOUNT, Engine, type Flow } from '../setup/engine';
import { flowOf, gather, http, say } from './flows';
import { Outside } from './outside';
import { CallLeg, queryIn } from './twilio';

let engine: Engine;
let outside: Outside;
/** Twilio's REST API. */
let twilio: WebServer;
let flow: Flow;
let slow: Flow;

beforeAll(async () => {
  [outside, twilio] = await Promise.all([
    Outside.start(),
    startServer(({ path }, response) => answer(response, JSON.stringify({ sid: path }), 'application/json')),
  ]);
  engine = await Engine.start({ settings: { twilioApiBaseUrl: twilio.url } });
  flow = await engine.flow(flowOf(gather('ask', 'Key?', 'thanks'), say('thanks', 'Thanks')));
  slow = await engine.flow(
    flowOf(gather('ask', 'Key?', 'order'), http('order', 'POST', outside.url('/held/order'), 'ask')),
  );
});
afterAll(async () => {
  await engine.close();
  await outside.close();
  await twilio.close();
});

/** What Twilio was asked to do with a call. */
function hungUp(callSid: string): string[] {
  return twilio.asked
    .filter(({ path }) => path.includes(callSid))
    .map(({ method, path, body }) => `${method} ${path} ${body}`);
}

const hangUpOf = (callSid: string): string =>
  `POST /2010-04-01/Accounts/${ACCOUNT}/Calls/${callSid}.json Status=completed`;

describe('an execution that is cancelled', () => {
  it('while it waits: hangs up the call, and is closed as cancelled', async () => {
    const asked = watchFor('ask');
    const phone = engine.phone(
      flow,
      { answer: (_question, signal) => untilGone(signal) },
      { watch: asked.watch },
    );
    const placed = phone.place();
    await asked.seen;
    const execution = engine.execution(flow, phone.sid);
    await execution.handle.cancel();
    await expect(execution.result()).rejects.toThrow('cancelled');
    expect(hungUp(phone.sid)).toEqual([hangUpOf(phone.sid)]);
    expect(await execution.endedReason()).toBe('canceled');
    phone.hangUp();
    await placed;
  });

  it('while an operator has it do something: hangs up the call, too', async () => {
    const leg = new CallLeg(slow);
    await leg.ring();
    const execution = engine.execution(slow, leg.sid);
    await execution.handle.signal('webhook', { event: 'keypress', params: { Digits: '1' } });
    await outside.untilAsked('/held/order', 1);
    await execution.handle.cancel();
    await expect(execution.result()).rejects.toThrow('cancelled');
    expect(hungUp(leg.sid)).toEqual([hangUpOf(leg.sid)]);
    outside.release();
  });

  it('while the caller waits for an answer: the answer is a hang-up', async () => {
    const leg = new CallLeg(slow);
    const query = queryIn(await leg.ring());
    const answered = leg.send({ query, params: { Digits: '1' } });
    await outside.untilAsked('/held/order', 2);
    const execution = engine.execution(slow, leg.sid);
    await execution.handle.cancel();
    expect((await answered).body).toContain('<Response><Hangup/></Response>');
    await expect(execution.result()).rejects.toThrow('cancelled');
    outside.release();
  });
});

describe('the signal end', () => {
  it('ends the execution; the caller hangs up with the next request', async () => {
    const leg = new CallLeg(flow);
    const query = queryIn(await leg.ring());
    const execution = engine.execution(flow, leg.sid);
    await execution.handle.signal('end');
    expect(await execution.result()).toMatchObject({ reason: 'ended', way: ['Trigger'] });
    expect((await leg.send({ query, params: { Digits: '1' } })).body).toContain(
      '<Response><Hangup/></Response>',
    );
    expect(await execution.endedReason()).toBe('ended');
  });

  it('lets what is under way finish, and says no more', async () => {
    const leg = new CallLeg(slow);
    const query = queryIn(await leg.ring());
    const before = outside.asked('/held/order').length;
    const answered = leg.send({ query, params: { Digits: '1' } });
    await outside.untilAsked('/held/order', before + 1);
    const execution = engine.execution(slow, leg.sid);
    await execution.handle.signal('end');
    outside.release();
    expect((await answered).body).toMatch(/<Response\/>$/);
    expect(await execution.result()).toMatchObject({ reason: 'ended', way: ['Trigger', 'ask', 'order'] });
  });
});

describe('an execution that is terminated', () => {
  it('hangs up with the next request, whatever that is', async () => {
    const leg = new CallLeg(flow);
    const first = await leg.ring('ring');
    await engine.execution(flow, leg.sid).handle.terminate();
    for (const next of [{ query: queryIn(first), params: { Digits: '1' } }, {}]) {
      expect(await leg.send(next)).toMatchObject({
        status: 200,
        body: expect.stringContaining('<Hangup/>') as string,
      });
    }
    expect((await leg.callback('completed')).status).toBe(200);
  });

  it('leaves a caller who hears the rest of the document, and no error', async () => {
    const phone = engine.phone(flow, {
      answer: async () => {
        await engine.execution(flow, phone.sid).handle.terminate();
        return { kind: 'digits', digits: '1' };
      },
    });
    const call = await phone.place();
    expect([heard(call), call.reason]).toEqual([['Key?'], 'hangup']);
  });
});

function untilGone(signal: AbortSignal): Promise<Answer> {
  return new Promise(resolve => signal.addEventListener('abort', () => resolve({ kind: 'hangup' })));
}

function watchFor(kind: string): { seen: Promise<void>; watch: (happening: { kind: string }) => void } {
  let tell = (): void => undefined;
  const seen = new Promise<void>(resolve => (tell = resolve));
  return {
    seen,
    watch: happening => {
      if (happening.kind === kind) tell();
    },
  };
}

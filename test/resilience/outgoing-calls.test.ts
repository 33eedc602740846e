import type { Account } from '../../config/accounts';
import type { JsonObject } from '../../flow/json';
import type { PickUp } from '../../phone/exchange/exchange';
import { newSid } from '../../phone/params';
import { saveFlow } from '../../store/save-flow';
import { searchAttributes } from '../../workflows/search-attributes';
import { ACCOUNT, Engine, NUMBER, TOKEN } from '../setup/engine';
import { postSigned, type Reply } from '../setup/post-signed';
import { Telephone } from '../setup/telephone';
import { until } from '../setup/until';
import { flowOf, gather, http, say, state } from './flows';
import { Outside } from './outside';
import { PlacedCall } from './placed-call';

const CALLEE = '+15557770003';
const OTHER_ACCOUNT = `AC${'2'.repeat(32)}`;
/** A document that hangs up, or has nothing to say. */
const OVER = /<Response\/>$|<Response><Hangup\/><\/Response>$/;

let engine: Engine;
let outside: Outside;
let telephone: Telephone;

beforeAll(async () => {
  const accounts = [ACCOUNT, OTHER_ACCOUNT].map((sid): Account => ({ sid, tokens: [TOKEN] }));
  [engine, outside] = await Promise.all([Engine.start({ settings: { accounts } }), Outside.start()]);
  telephone = new Telephone(engine.exchange, CALLEE, () => new Promise<PickUp>(() => undefined));
});
afterAll(async () => {
  telephone.unplug();
  await engine.close();
  await outside.close();
});

function call(name: string, ways: Record<string, string>, type = 'make-outgoing-call-v2'): JsonObject {
  return state(name, type, { to: CALLEE, from: NUMBER }, ways);
}

/** A flow that calls; each way out of the call asks the outside, then a key. */
async function placed(type = 'make-outgoing-call-v2') {
  const path = `/${newSid('told')}`;
  const events = ['answered', 'busy', 'noAnswer', 'failed'];
  if (type.endsWith('v1')) events.push('hangup', 'answeredByMachine');
  const flow = await engine.flow(
    flowOf(
      call('call', Object.fromEntries(events.map(event => [event, event])), type),
      ...events.map(event => http(event, 'POST', outside.url(path), 'ask', 'ask', `it=${event}`)),
      gather('ask', 'A key?', 'bye'),
      say('bye', 'Bye'),
    ),
  );
  const next = PlacedCall.next(engine.exchange);
  const execution = await engine.request(flow);
  const leg = await next;
  const told = (): string[] => outside.asked(path).map(({ body }) => body);
  return { flow, execution, leg, told };
}

describe('what Twilio tells of a call, in any order', () => {
  it.each([
    ['make-outgoing-call-v2', 'answered'],
    ['make-outgoing-call-v1', 'hangup'],
  ])('%s: its end before its answer', async (type, event) => {
    const { execution, leg, told } = await placed(type);
    await leg.ended('completed');
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger', 'call', event] });
    expect((await leg.answered()).body).toMatch(OVER);
    expect(told()).toEqual([`it=${event}`]);
  });

  it('its end at the same time as its answer', async () => {
    const { execution, leg, told } = await placed();
    await Promise.all([leg.answered(), leg.ended('completed')]);
    expect(await execution.result()).toMatchObject({
      reason: 'hangup',
      way: ['Trigger', 'call', 'answered'],
    });
    expect(told()).toEqual(['it=answered']);
  });

  it.each([
    ['with the same token', 'the-same'],
    ['with another token', undefined],
  ])('its answer twice, %s: the flow goes on once, and both hear the same', async (_what, token) => {
    const { leg, told, execution } = await placed();
    const first = await leg.answered({}, token);
    const second = await leg.answered({}, token);
    expect(first.body).toContain('A key?');
    expect(second).toEqual(first);
    expect(told()).toEqual(['it=answered']);
    await leg.ended('completed');
    expect(await execution.result()).toMatchObject({ reason: 'hangup' });
  });

  it('its end twice', async () => {
    const { leg, told, execution } = await placed();
    await Promise.all([leg.ended('busy'), leg.ended('busy')]);
    await leg.ended('busy');
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'call', 'busy'] });
    expect(told()).toEqual(['it=busy']);
    expect((await leg.ended('busy')).status).toBe(200);
  });

  it('the answer after its end, while the flow waits for something else', async () => {
    const flow = await engine.flow(
      flowOf(
        call('call', { busy: 'write', answered: 'hello' }),
        state(
          'write',
          'send-and-wait-for-reply',
          { body: 'Call me', from: NUMBER, timeout: '3600' },
          { incomingMessage: 'hello', timeout: '', deliveryFailure: '' },
        ),
        say('hello', 'Hello'),
      ),
    );
    const next = PlacedCall.next(engine.exchange);
    const execution = await engine.request(flow);
    const leg = await next;
    await leg.ended('busy');
    await until(async () => (await execution.steps()).length === 2);
    expect((await leg.answered()).body).not.toContain('Hello');
    expect((await execution.steps()).map(({ from }) => from)).toEqual(['Trigger', 'call']);
    await execution.handle.signal('end');
    await execution.result();
  });
});

describe('a call that was placed besides, because an answer was lost', () => {
  it('is the call where it is answered first, and the other one is not', async () => {
    const { execution, leg, told } = await placed();
    const besides = leg.besides();
    expect((await besides.answered()).body).toContain('A key?');
    expect((await leg.answered()).body).toMatch(OVER);
    await leg.ended('completed');
    expect((await execution.context()).widgets['call']).toMatchObject({ CallSid: besides.sid });
    const { typedSearchAttributes } = await execution.handle.describe();
    expect(typedSearchAttributes.get(searchAttributes.callSid)).toBe(besides.sid);
    await besides.ended('completed');
    expect(await execution.result()).toMatchObject({
      reason: 'hangup',
      way: ['Trigger', 'call', 'answered'],
    });
    expect(told()).toEqual(['it=answered']);
  });

  it('is hung up where the other one is answered already, and its end is nothing to that', async () => {
    const { execution, leg } = await placed();
    const besides = leg.besides();
    await besides.ended('busy');
    expect((await leg.answered()).body).toContain('A key?');
    expect((await besides.answered()).body).toMatch(OVER);
    await besides.ended('completed');
    expect((await execution.handle.describe()).status.name).toBe('RUNNING');
    await leg.ended('completed');
    expect(await execution.result()).toMatchObject({
      reason: 'hangup',
      way: ['Trigger', 'call', 'answered'],
    });
  });
});

describe('what Twilio tells of an earlier call', () => {
  async function secondCall() {
    const flow = await engine.flow(
      flowOf(
        call('first', { answered: 'hello', busy: 'second', failed: '' }),
        call('second', { answered: 'hello', busy: 'never', failed: 'never', noAnswer: 'never' }),
        http('never', 'POST', outside.url('/never')),
        gather('hello', '{{widgets.second.CallSid}}?', 'bye'),
        say('bye', 'Bye'),
      ),
    );
    const firstPlaced = PlacedCall.next(engine.exchange);
    const execution = await engine.request(flow);
    const first = await firstPlaced;
    const secondPlaced = PlacedCall.next(engine.exchange);
    await first.ended('busy');
    return { execution, first, second: await secondPlaced };
  }

  it('says nothing of the second, which is awaited', async () => {
    const { execution, first, second } = await secondCall();
    await first.ended('busy');
    await first.ended('completed');
    expect((await first.answered()).body).toMatch(OVER);
    const { body } = await second.answered();
    expect(body).toContain(`${second.sid}?`);
    await first.ended('failed');
    expect((await second.send(urlIn(body), 'in-progress', { Digits: '1' })).body).toContain('Bye');
    await second.ended('completed');
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'first', 'second', 'hello', 'bye'],
    });
    expect(outside.asked('/never')).toEqual([]);
  });

  it('does not end the second while somebody speaks on it', async () => {
    const { execution, first, second } = await secondCall();
    await second.answered();
    await first.ended('completed');
    expect((await execution.context()).widgets['second']).toMatchObject({ CallSid: second.sid });
    await second.ended('completed');
    expect(await execution.result()).toMatchObject({ reason: 'hangup' });
  });
});

describe('a request that names an execution', () => {
  /** A call that was answered, and is asked for a key. */
  async function asked() {
    const one = await placed();
    const { body } = await one.leg.answered();
    return { ...one, url: urlIn(body) };
  }

  const stays = async ({ execution, leg }: Awaited<ReturnType<typeof asked>>) => {
    expect((await execution.steps()).map(({ from }) => from)).toEqual(['Trigger', 'call', 'answered']);
    await leg.ended('completed');
    expect(await execution.result()).toMatchObject({ reason: 'hangup' });
  };

  it('of another flow steers nothing', async () => {
    const one = await asked();
    const other = await engine.flow(flowOf(gather('other', 'Another?')));
    const url = one.url.replace(one.flow.url, other.url);
    for (const status of ['in-progress', 'completed'] as const) {
      expect((await one.leg.send(url, status, { Digits: '1' })).body).not.toContain('Bye');
    }
    await stays(one);
  });

  it('of another account steers nothing', async () => {
    const one = await asked();
    const flowSid = newSid('FW');
    await saveFlow(engine.client, engine.settings.taskQueue, {
      accountSid: OTHER_ACCOUNT,
      flowSid,
      friendlyName: 'Other',
      status: 'published',
      definition: flowOf(gather('other', 'Another?')),
    });
    const own = one.url.replace(ACCOUNT, OTHER_ACCOUNT);
    expect(await one.leg.send(own, 'in-progress', { Digits: '1' })).toMatchObject({ status: 404 });
    const foreign = own.replace(one.flow.sid, flowSid);
    expect((await one.leg.send(foreign, 'in-progress', { Digits: '1' })).body).not.toContain('Bye');
    await one.leg.send(foreign, 'completed');
    await stays(one);
  });

  it('for a call that it does not speak to steers nothing, and that call is hung up', async () => {
    const one = await asked();
    const form = { CallSid: newSid('CA'), CallStatus: 'in-progress', Direction: 'outbound-api', Digits: '1' };
    const reply: Reply = await postSigned(one.url, {
      ...form,
      From: NUMBER,
      To: CALLEE,
      AccountSid: ACCOUNT,
    });
    expect(reply.body).toMatch(OVER);
    await postSigned(one.url.replace(/FlowEvent=\w+&FlowStep=\d+&/, ''), {
      ...form,
      CallStatus: 'completed',
    });
    await stays(one);
  });
});

/** The URL that a document leads to. */
function urlIn(body: string): string {
  const [, action = ''] = /action="([^"]*)"/.exec(body) ?? [];
  return action.replaceAll('&amp;', '&');
}

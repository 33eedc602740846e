import type { JsonObject } from '../../flow/json';
import type { Leg, PickUp } from '../../phone/exchange/exchange';
import { heard } from '../../phone/record';
import { Engine, NUMBER } from '../setup/engine';
import { Application } from '../phone/application';
import { human, Person, Telephone } from '../setup/telephone';
import { until } from '../setup/until';
import { flowOf, gather, http, say, state } from './flows';
import { Outside } from './outside';

const CALLEE = '+15557770005';

let engine: Engine;
let outside: Outside;
let telephone: Telephone;
beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});
afterEach(() => telephone.unplug());

/** A flow that calls somebody, and what it does when that is answered. */
function calling(...answered: [JsonObject, ...JsonObject[]]): JsonObject {
  const ways = { answered: answered[0]['name'] as string, busy: '', noAnswer: '', failed: '' };
  return flowOf(state('call', 'make-outgoing-call-v2', { to: CALLEE, from: NUMBER }, ways), ...answered);
}

async function begin(flow: JsonObject, pickUp: PickUp) {
  telephone = new Telephone(engine.exchange, CALLEE, pickUp);
  const published = await engine.flow(flow);
  const contact = engine.contact(published);
  await contact.write('Call somebody');
  return { execution: engine.execution(published), contact, leg: await telephone.rung() };
}

/** Has the engine been told that the call is over? Its last request may be unanswered still. */
function isTold({ callSid }: Leg): Promise<boolean> {
  const { happenings = [] } = engine.exchange.calls.find(({ sid }) => sid === callSid) ?? {};
  return Promise.resolve(happenings.some(one => one.kind === 'request' && one.purpose === 'status'));
}

const sendAndWait = (name: string, next: string): JsonObject =>
  state(
    name,
    'send-and-wait-for-reply',
    { body: 'Was it good?', from: NUMBER, timeout: '3600' },
    { incomingMessage: next, timeout: '', deliveryFailure: '' },
  );

describe('the callee hangs up', () => {
  it('asked for a key: the execution ends', async () => {
    const { execution } = await begin(
      calling(gather('ask', 'A key?', 'never'), http('never', 'POST', outside.url('/never'))),
      human('hangup'),
    );
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger', 'call'] });
    expect(await execution.endedReason()).toBe('hangup');
    expect(outside.asked('/never')).toEqual([]);
  });

  it('while the outside is asked: that is finished, and what needs a listener ends the execution', async () => {
    const { execution, leg } = await begin(
      calling(
        http('slow', 'POST', outside.url('/held/slow'), 'after'),
        http('after', 'POST', outside.url('/after'), 'ask'),
        gather('ask', 'A key?'),
      ),
      human(),
    );
    await outside.untilAsked('/held/slow');
    leg.hangUp();
    await until(() => isTold(leg));
    outside.release();
    expect(await execution.result()).toMatchObject({
      reason: 'hangup',
      way: ['Trigger', 'call', 'slow', 'after'],
    });
    expect(outside.asked('/after')).toHaveLength(1);
  });

  it('while the outside is asked: the flow goes on to write', async () => {
    const { execution, leg, contact } = await begin(
      calling(
        http('slow', 'POST', outside.url('/held/write'), 'write'),
        sendAndWait('write', 'thanks'),
        state(
          'thanks',
          'send-message',
          { body: 'Thanks', from: NUMBER, to: '{{contact.channel.address}}' },
          {},
        ),
      ),
      human(),
    );
    await outside.untilAsked('/held/write');
    leg.hangUp();
    await until(() => isTold(leg));
    outside.release();
    expect(await contact.until(1)).toEqual(['Was it good?']);
    await contact.write('Yes');
    expect(await contact.until(2)).toEqual(['Was it good?', 'Thanks']);
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'call', 'slow', 'write', 'thanks'],
    });
  });

  it('while the reply to a message is awaited: the execution goes on waiting', async () => {
    const { execution, leg, contact } = await begin(
      calling(
        say('hello', 'Hello.', 'write'),
        sendAndWait('write', 'thanks'),
        state(
          'thanks',
          'send-message',
          { body: 'Thanks', from: NUMBER, to: '{{contact.channel.address}}' },
          {},
        ),
      ),
      new Person().picksUp,
    );
    await contact.until(1);
    await until(async () => 'write' in (await execution.context()).widgets);
    leg.hangUp();
    expect(heard(await leg.over)).toEqual(['Hello.']);
    expect((await execution.handle.describe()).status.name).toBe('RUNNING');
    await contact.write('Yes');
    expect(await contact.until(2)).toEqual(['Was it good?', 'Thanks']);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
    expect((await execution.context()).widgets['write']).toMatchObject({ inbound: { Body: 'Yes' } });
  });

  it('while the reply is awaited: what the flow would say then ends it', async () => {
    const { execution, leg, contact } = await begin(
      calling(sendAndWait('write', 'ask'), gather('ask', 'A key?')),
      new Person().picksUp,
    );
    await contact.until(1);
    leg.hangUp();
    await leg.over;
    await contact.write('Yes');
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger', 'call', 'write'] });
  });

  it.each([
    ['an application has the call', '<Gather action="/next"><Say>One?</Say></Gather>', 'hangup'],
    ['it is in a queue of the application', '<Enqueue>support</Enqueue>', 'hangup'],
  ])('while %s: the execution ends', async (_what, page, line) => {
    const application = await Application.start({ '/': page });
    const { execution } = await begin(
      calling(
        state(
          'app',
          'add-twiml-redirect',
          { url: application.url(), method: 'POST', timeout: '14400' },
          { return: 'never', timeout: 'never', fail: 'never' },
        ),
        http('never', 'POST', outside.url('/never')),
      ),
      human(line),
    );
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger', 'call'] });
    expect(outside.asked('/never')).toEqual([]);
  });

  it('recorded: the way out of that widget is taken', async () => {
    const { execution } = await begin(
      calling(
        state(
          'record',
          'record-voicemail',
          {},
          { recordingComplete: 'tell', noAudio: 'tell', hangup: 'tell' },
        ),
        http('tell', 'POST', outside.url('/recorded'), '', '', 'it={{widgets.record.RecordingDuration}}'),
      ),
      human('record: 7 hangup'),
    );
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'call', 'record', 'tell'] });
    expect(outside.asked('/recorded').map(({ body }) => body)).toEqual(['it=7']);
  });
});

describe('a flow that is over', () => {
  it('ends its call', async () => {
    const { execution, leg } = await begin(calling(say('bye', 'Bye.')), human());
    expect(await leg.over).toMatchObject({ reason: 'hangup', status: 'completed' });
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });

  it('ends its call even where it has said nothing', async () => {
    const { execution, leg } = await begin(
      calling(state('quiet', 'set-variables', { variables: [{ key: 'a', value: 'b' }] }, { next: '' })),
      human(),
    );
    expect(await leg.over).toMatchObject({ status: 'completed', happenings: expect.anything() as unknown });
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'call', 'quiet'],
    });
  });
});

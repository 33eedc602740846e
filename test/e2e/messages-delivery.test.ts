import type { ApiRequest, Fault } from '../../phone/exchange/exchange';
import { newSid } from '../../phone/params';
import { ACCOUNT, Engine, NUMBER } from '../setup/engine';
import { postSigned, type Reply } from '../setup/post-signed';
import { ask, flowOf, somebody, write } from './message-flows';

let engine: Engine;
/** What Twilio was asked to send, by text. */
const orders = new Map<string, ApiRequest>();
/** What goes wrong with the next message. */
let fault: Fault | undefined;

beforeAll(async () => {
  engine = await Engine.start();
  engine.exchange.fault = request => {
    if (request.method !== 'POST' || !request.path.endsWith('/Messages.json')) return undefined;
    orders.set(request.params['Body'] ?? '', request);
    const next = fault;
    fault = undefined;
    return next;
  };
});
afterAll(() => engine.close());

const FRIEND = '+15550001111';
const ways = { deliveryFailure: 'failed' };
/** Asks twice; a friend is told where that fails. */
const questions = flowOf(
  ask('first', 'First to {{contact.channel.address}}', 'second', { ways }),
  ask('second', 'Second to {{contact.channel.address}}', 'thanks', { ways }),
  write('thanks', 'Thanks'),
  write('failed', 'Nothing reaches {{contact.channel.address}}', null, { to: FRIEND }),
);

async function start(definition = questions) {
  const flow = await engine.flow(definition);
  const from = somebody();
  const contact = engine.contact(flow, { from });
  return { from, contact, execution: engine.execution(flow, `${NUMBER}/${from}`) };
}

/** Twilio tells of the delivery of a message. */
async function tell(text: string, status: string, about: Record<string, string> = {}): Promise<Reply> {
  const { sid, from, to } = engine.exchange.messages.find(({ body }) => body === text) ?? {
    sid: '',
    from: '',
    to: '',
  };
  return postSigned(orders.get(text)?.params['StatusCallback'] ?? '', {
    ...{ MessageSid: sid, SmsSid: sid, MessageStatus: status, SmsStatus: status },
    ...{ AccountSid: ACCOUNT, ApiVersion: '2010-04-01', From: from, To: to, ...about },
  });
}

describe('a question that does not reach the contact', () => {
  it.each(['failed', 'undelivered'] as const)(
    'takes deliveryFailure when Twilio says that it is %s',
    async status => {
      const { contact, execution } = await start();
      contact.delivery = () => ({ status, errorCode: 30003 });
      await contact.write('Hi');
      expect(await execution.result()).toMatchObject({ way: ['Trigger', 'first', 'failed'] });
      const { widgets } = await execution.context();
      expect(widgets['first']).toEqual({
        outbound: expect.objectContaining({
          Sid: expect.stringMatching(/^SM/) as string,
          Body: expect.stringMatching(/^First/) as string,
          MessageStatus: status,
          ErrorCode: '30003',
        }) as object,
      });
    },
  );

  it('does so at a later question, too', async () => {
    const { contact, execution } = await start();
    contact.delivery = body =>
      body.startsWith('First') ? 'delivered' : { status: 'undelivered', errorCode: 30005 };
    await contact.write('Hi');
    await contact.write('One');
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'first', 'second', 'failed'] });
  });

  it('and Twilio says so before its answer has come', async () => {
    const { contact, execution } = await start();
    contact.delivery = () => ({ status: 'failed', errorCode: 30006 });
    fault = 'accept-and-drop';
    await contact.write('Hi');
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'first', 'failed'] });
    expect((await execution.context()).widgets['first']).toMatchObject({ outbound: { ErrorCode: '30006' } });
  });
});

describe('what Twilio tells of a question', () => {
  it('that it was sent and delivered, or of another message, or twice, moves nothing', async () => {
    const { contact, from, execution } = await start();
    await contact.write('Hi');
    await contact.until(1);
    const [first, second] = [`First to ${from}`, `Second to ${from}`];
    for (const status of ['queued', 'sending', 'sent', 'delivered', 'read']) {
      expect(await tell(first, status)).toMatchObject({ status: 200 });
    }
    const stranger = { MessageSid: newSid('SM'), ErrorCode: '30003' };
    expect(await tell(first, 'undelivered', stranger)).toMatchObject({ status: 200 });
    await contact.write('One');
    await contact.until(2);
    // The first question has been answered, whatever is said of it now.
    expect(await tell(first, 'undelivered', { ErrorCode: '30003' })).toMatchObject({ status: 200 });
    expect((await execution.steps()).map(step => step.from)).toEqual(['Trigger', 'first']);
    await tell(second, 'undelivered', { ErrorCode: '30005' });
    await tell(second, 'undelivered', { ErrorCode: '30005' });
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'first', 'second', 'failed'] });
    expect(await execution.warnings()).toEqual([]);
  });

  it('after the end starts nothing', async () => {
    const { contact, from, execution } = await start();
    for (const text of ['Hi', 'One', 'Two']) await contact.write(text);
    await contact.until(3);
    const { executionSid } = await execution.result();
    expect(await tell(`First to ${from}`, 'undelivered')).toMatchObject({ status: 200 });
    expect(await tell(`First to ${from}`, 'delivered')).toMatchObject({ status: 200 });
    expect((await execution.result()).executionSid).toBe(executionSid);
  });

  it('reaches an execution that a request has started, and one of a Messaging Service', async () => {
    const flow = await engine.flow(questions);
    const from = newSid('MG');
    const to = somebody();
    const contact = engine.contact(flow, { from: to, messagingServiceSid: from });
    contact.delivery = () => ({ status: 'undelivered', errorCode: 30003 });
    const execution = await engine.request(flow, { from, to });
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'first', 'failed'] });
  });

  it('of a message that is only sent is not waited for', async () => {
    const { contact, execution } = await start(
      flowOf(write('note', 'A note', 'more'), ask('more', 'More?', 'end'), write('end', 'Bye')),
    );
    contact.delivery = body =>
      body === 'A note' ? { status: 'undelivered', errorCode: 30003 } : 'delivered';
    await contact.write('Hi');
    await contact.write('No');
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'note', 'more', 'end'] });
  });
});

describe.each([
  ['send-message', (properties: object) => write('it', 'Hello', 'more', { ...properties }), 'failed'],
  [
    'send-and-wait-for-reply',
    (properties: object) => ask('it', 'Hello', 'more', { ...properties }),
    'deliveryFailure',
  ],
] as const)('a message that Twilio refuses (%s)', (_type, widget, event) => {
  /** Everything but the refusal leads to `more`. */
  async function refused(properties: object, before?: (from: string) => void) {
    const flow = await engine.flow(flowOf(widget(properties), write('more', 'More')));
    const from = somebody();
    before?.(from);
    const contact = engine.contact(flow, { from });
    await contact.write('Hi');
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    expect(await execution.result()).toMatchObject({ reason: 'completed', way: ['Trigger', 'it'] });
    expect(contact.received).toEqual([]);
    return execution;
  }

  const told = (code: number) => ({
    warnings: [{ code: 81011, message: expect.stringContaining(`${code} `) as string }],
    outbound: { ErrorCode: code, ErrorMessage: expect.stringMatching(/\w/) as string },
  });

  it.each([
    ['a sender that is none', { from: 'nobody' }, 21212],
    ['no words', { body: ' {{widgets.nothing}}'.trim() }, 21602],
    [
      'a template that is missing',
      { message_type: 'content_template', content_sid: `HX${'0'.repeat(32)}` },
      21655,
    ],
    ['more than 1,600 characters', { body: 'x'.repeat(1601) }, 21617],
  ])('because of %s tells why', async (_what, properties, code) => {
    engine.exchange.templates = {};
    const execution = await refused(properties);
    const { warnings, outbound } = told(code);
    const [, step] = await execution.steps();
    expect(step).toMatchObject({ from: 'it', name: event, to: null, warnings });
    expect((await execution.context()).widgets['it']).toMatchObject({ outbound });
  });

  it('because the contact wants no more tells why', async () => {
    const execution = await refused({}, from => {
      engine.exchange.receive({ from, to: NUMBER, body: 'STOP', mediaUrls: [] });
    });
    const { warnings, outbound } = told(21610);
    expect((await execution.steps())[1]).toMatchObject({ name: event, warnings });
    expect((await execution.context()).widgets['it']).toMatchObject({ outbound });
  });
});

it.each([
  ['send-message', flowOf(write('it', 'Hello', 'more'), write('more', 'More')), 'failed'],
  ['send-and-wait-for-reply', flowOf(ask('it', 'Hello', 'more'), write('more', 'More')), 'deliveryFailure'],
])('a number that is none takes the failure transition of %s', async (_type, definition, event) => {
  const flow = await engine.flow(definition);
  const execution = await engine.request(flow, { to: 'nobody' });
  expect(await execution.result()).toMatchObject({ way: ['Trigger', 'it'] });
  expect((await execution.steps())[1]).toMatchObject({
    name: event,
    warnings: [{ code: 81011, message: expect.stringContaining('21211') as string }],
  });
  expect((await execution.context()).widgets['it']).toMatchObject({ outbound: { ErrorCode: 21211 } });
});

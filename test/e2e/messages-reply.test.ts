import { newSid } from '../../phone/params';
import { Outside } from '../resilience/outside';
import { Engine, NUMBER } from '../setup/engine';
import { redirect, state } from './flows';
import { ask, flowOf, somebody, write } from './message-flows';

let engine: Engine;
let outside: Outside;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});

const greeting = flowOf(
  ask('name', 'What is your name?', 'hello'),
  write('hello', 'Hello {{widgets.name.inbound.Body}}, you wrote {{trigger.message.Body}}.'),
);

describe('a message', () => {
  it('starts an execution, which asks and gets the reply', async () => {
    const flow = await engine.flow(greeting);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    await contact.write('Hi');
    expect(await contact.until(1)).toEqual(['What is your name?']);
    await contact.write('Ada');
    expect(await contact.until(2)).toEqual(['What is your name?', 'Hello Ada, you wrote Hi.']);
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'name', 'hello'],
    });
    expect((await execution.steps()).map(({ name }) => name)).toEqual([
      'incomingMessage',
      'incomingMessage',
      'sent',
    ]);
  });

  it('leaves a context as documented', async () => {
    const flow = await engine.flow(greeting);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    await contact.write('Hi', ['https://example.com/cat.png']);
    await contact.write('Ada', ['https://example.com/ada.pdf']);
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    const { executionSid } = await execution.result();
    const { trigger, flow: about, contact: whom, widgets } = await execution.context();
    expect(trigger).toEqual({
      message: expect.objectContaining({
        ...{ From: from, To: NUMBER, Body: 'Hi', NumMedia: '1', FromCountry: 'US' },
        MediaUrl0: 'https://example.com/cat.png',
        MessageSid: expect.stringMatching(/^MM[0-9a-f]{32}$/) as string,
      }) as object,
    });
    expect(about).toMatchObject({ sid: executionSid, flow_sid: flow.sid, channel: { address: NUMBER } });
    expect(executionSid).toMatch(/^FN[0-9a-f]{32}$/);
    expect(whom).toEqual({ channel: { address: from } });
    expect(widgets['name']).toMatchObject({
      outbound: {
        Sid: expect.stringMatching(/^SM/) as string,
        ...{ Body: 'What is your name?', From: NUMBER, To: from },
        ...{ Status: 'queued', Direction: 'outbound-api', NumMedia: '0' },
      },
      inbound: {
        ...{ Body: 'Ada', From: from, To: NUMBER, NumMedia: '1' },
        ...{ MediaUrl0: 'https://example.com/ada.pdf', MediaContentType0: 'application/pdf' },
      },
    });
    expect(widgets['hello']).toMatchObject({ outbound: { Body: 'Hello Ada, you wrote Hi.' } });
  });

  it('is answered with a document that says nothing: what the flow writes goes by the API', async () => {
    const flow = await engine.flow(greeting);
    const contact = engine.contact(flow, { from: somebody() });
    await contact.write('Hi');
    await contact.write('Ada');
    await contact.until(2);
    const answers = contact.happenings.flatMap(each => (each.kind === 'request' ? [each] : []));
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [200, expect.stringMatching(/<Response\/>$/)],
      [200, expect.stringMatching(/<Response\/>$/)],
    ]);
    expect(contact.happenings.filter(({ kind }) => kind === 'warning')).toEqual([]);
  });

  it('after the end starts anew', async () => {
    const flow = await engine.flow(greeting);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    for (const text of ['Hi', 'Ada', 'Hello again', 'Ben']) await contact.write(text);
    expect((await contact.until(4)).slice(2)).toEqual([
      'What is your name?',
      'Hello Ben, you wrote Hello again.',
    ]);
  });

  it('belongs to one execution for each flow, number and contact', async () => {
    const flow = await engine.flow(greeting);
    const [ada, ben] = [somebody(), somebody()];
    const contacts = [
      engine.contact(flow, { from: ada }),
      engine.contact(flow, { from: ben }),
      engine.contact(flow, { from: ada, to: '+15551230002' }),
      engine.contact(await engine.flow(greeting), { from: ada, to: '+15551230003' }),
    ];
    await Promise.all(contacts.map(contact => contact.write('Hi')));
    await Promise.all(contacts.map((contact, index) => contact.write(`Nr ${index}`)));
    await engine.exchange.settled();
    const told = engine.exchange.messages.filter(
      ({ to, body }) => [ada, ben].includes(to) && /Nr/.test(body),
    );
    expect(told.map(({ from, to, body }) => [from, to, body]).sort()).toEqual(
      [
        [NUMBER, ada, 'Hello Nr 0, you wrote Hi.'],
        [NUMBER, ben, 'Hello Nr 1, you wrote Hi.'],
        ['+15551230002', ada, 'Hello Nr 2, you wrote Hi.'],
        ['+15551230003', ada, 'Hello Nr 3, you wrote Hi.'],
      ].sort(),
    );
  });

  it('is sent with a picture', async () => {
    const media_url = 'https://example.com/{{trigger.message.Body}}.jpg';
    const flow = await engine.flow(flowOf(write('picture', 'Here it is', null, { media_url })));
    const contact = engine.contact(flow, { from: somebody() });
    await contact.write('cat');
    await contact.until(1);
    expect(contact.happenings).toContainEqual(
      expect.objectContaining({ kind: 'received', media: ['https://example.com/cat.jpg'] }),
    );
  });
});

describe('WhatsApp', () => {
  const [we, they] = ['whatsapp:+15551230001', 'whatsapp:+4915112345678'];

  it('addresses can be written into URLs by Liquid, and are written to', async () => {
    const query = [
      "a={{contact.channel.address | replace: '+','%2B'}}",
      'b={{contact.channel.address | url_encode}}',
      "c={{flow.channel.address | replace: 'whatsapp:', '' | url_encode}}",
    ].join('&');
    const url = outside.url(`/whatsapp?${query}`);
    const flow = await engine.flow(
      flowOf(
        state('http', 'make-http-request', { method: 'GET', url }, { success: 'hello', failed: null }),
        ask('hello', 'Hello {{contact.channel.address}}', 'thanks'),
        write('thanks', 'Thanks, {{widgets.hello.inbound.ProfileName}}'),
      ),
    );
    const contact = engine.contact(flow, { from: they, to: we });
    await contact.write('Hi');
    await contact.write('Hello');
    expect(await contact.until(2)).toEqual([`Hello ${they}`, 'Thanks, Phone']);
    const { searchParams } = new URL(outside.asked('/whatsapp')[0]?.url ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({ a: they, b: they, c: '+15551230001' });
    expect(await engine.execution(flow, `${we}/${they}`).result()).toMatchObject({ reason: 'completed' });
  });

  it('addresses in the URL of an application reach it whole', async () => {
    const url = outside.url('/application?who={{contact.channel.address | url_encode}}');
    const ways = { return: null, timeout: null, fail: 'told' };
    const flow = await engine.flow(flowOf(redirect('app', { url }, ways), write('told', 'No TwiML')));
    const contact = engine.contact(flow, { from: they, to: we });
    await contact.write('Hi');
    // The server answers with JSON.
    expect(await contact.until(1)).toEqual(['No TwiML']);
    const [asked] = outside.asked('/application');
    expect(new URL(asked?.url ?? '').searchParams.get('who')).toBe(they);
    expect(new URLSearchParams(asked?.body).get('From')).toBe(they);
  });
});

describe('a Messaging Service', () => {
  const messagingServiceSid = newSid('MG');

  it('is who writes: a reply comes to any of its numbers', async () => {
    const flow = await engine.flow(greeting);
    const from = somebody();
    const one = engine.contact(flow, { from, messagingServiceSid });
    await one.write('Hi');
    await one.until(1);
    const other = engine.contact(flow, { from, to: '+15551230002', messagingServiceSid });
    await other.write('Ada');
    expect(await other.until(1)).toEqual(['Hello Ada, you wrote Hi.']);
    const execution = engine.execution(flow, `${messagingServiceSid}/${from}`);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
    expect((await execution.context()).flow.channel).toEqual({ address: messagingServiceSid });
    const sent = engine.exchange.messages.filter(({ to }) => to === from);
    expect(sent.map(message => message.messagingServiceSid)).toEqual([
      messagingServiceSid,
      messagingServiceSid,
    ]);
  });

  it('gets the reply, too, where one of its numbers has asked', async () => {
    const flow = await engine.flow(
      flowOf(
        ask('name', 'Who?', 'hello', { from: NUMBER }),
        write('hello', 'Hello {{widgets.name.inbound.Body}}'),
      ),
    );
    const from = somebody();
    const contact = engine.contact(flow, { from, messagingServiceSid });
    await contact.write('Hi');
    await contact.until(1);
    expect(engine.exchange.messages.at(-1)).not.toHaveProperty('messagingServiceSid');
    await contact.write('Ada');
    expect(await contact.until(2)).toEqual(['Who?', 'Hello Ada']);
  });
});

describe('an execution that a request has started', () => {
  const questions = flowOf(
    ask('name', 'What is your name?', 'age'),
    ask('age', 'And your age?', 'thanks'),
    write('thanks', '{{widgets.name.inbound.Body}} is {{widgets.age.inbound.Body}}'),
  );
  const messagingServiceSid = newSid('MG');

  it.each([
    ['its number', NUMBER, {}],
    ['its number, which belongs to a Messaging Service', NUMBER, { messagingServiceSid }],
    ['its Messaging Service', messagingServiceSid, { messagingServiceSid }],
  ])('asks, and gets the replies to %s', async (_what, from, parties) => {
    const flow = await engine.flow(questions);
    const to = somebody();
    const contact = engine.contact(flow, { from: to, ...parties });
    const execution = await engine.request(flow, { from, to });
    await contact.until(1);
    await contact.write('Ada');
    await contact.until(2);
    await contact.write('36');
    expect(await contact.until(3)).toEqual(['What is your name?', 'And your age?', 'Ada is 36']);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
    expect((await execution.context()).trigger).toEqual({ request: { from, to, parameters: {} } });
  });

  it('gets the replies to a Messaging Service that it has not been started with', async () => {
    const flow = await engine.flow(
      flowOf(
        ask('name', 'Who?', 'age', { from: messagingServiceSid }),
        ask('age', 'How old?', 'thanks'),
        write('thanks', '{{widgets.name.inbound.Body}} is {{widgets.age.inbound.Body}}'),
      ),
    );
    const to = somebody();
    const contact = engine.contact(flow, { from: to, messagingServiceSid });
    const number = engine.contact(flow, { from: to });
    const execution = await engine.request(flow, { to });
    await number.until(1);
    await contact.write('Ada');
    await number.until(2);
    await number.write('36');
    expect(await number.until(3)).toEqual(['Who?', 'How old?', 'Ada is 36']);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });

  it('is where a message of the contact goes, and no other starts', async () => {
    const flow = await engine.flow(questions);
    const to = somebody();
    const contact = engine.contact(flow, { from: to });
    const execution = await engine.request(flow, { to });
    await contact.until(1);
    await contact.write('Ada');
    await contact.until(2);
    expect((await execution.steps()).map(({ from }) => from)).toEqual(['Trigger', 'name']);
  });
});

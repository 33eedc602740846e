import { once } from 'node:events';
import { type AttachedDevice, DeskClient } from '../../../phone/desk/desk-client';
import { heard } from '../../../phone/record';
import { Script } from '../../../phone/script';
import { Application } from '../application';
import { startExchange } from '../exchange/exchange';
import { startDesk } from './desk';

const NUMBER = '+15551230004';
const PERSON = '+15557654321';

/** A telephone at the desk of an exchange. */
async function plugIn(device: Partial<AttachedDevice> = {}) {
  const started = await startExchange();
  const control = await startDesk(started.exchange);
  const arrived: string[] = [];
  const message: AttachedDevice['message'] = ({ body }, earlier) =>
    void arrived.push(earlier ? `earlier: ${body}` : body);
  const attach = async () => {
    const client = await DeskClient.attach(control, [PERSON], { message, ...device });
    clients.push(client);
    return client;
  };
  return {
    ...started,
    control,
    arrived,
    attach,
    text: (body: string) => started.client.messages.create({ to: PERSON, from: NUMBER, body }),
  };
}

const clients: DeskClient[] = [];
afterEach(() => Promise.all(clients.splice(0).map(client => client.close())));

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 200) throw new Error('it has not come to pass');
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

describe('messages', () => {
  test('reach the telephone that has the number', async () => {
    const { arrived, attach, text } = await plugIn();
    await attach();
    await text('Hello');
    await until(() => arrived.length > 0);
    expect(arrived).toEqual(['Hello']);
  });

  test('are kept until there is one', async () => {
    const { arrived, attach, text, exchange } = await plugIn();
    await text('Hello');
    await exchange.settled();
    await attach();
    await until(() => arrived.length > 0);
    expect(arrived).toEqual(['earlier: Hello']);
    const client = await attach();
    await client.close();
    expect(arrived).toHaveLength(1);
  });
});

describe('a call that comes in', () => {
  const page = '<Gather action="/chosen"><Say>Are you coming?</Say></Gather>';

  test('rings, is answered, and goes on here', async () => {
    const application = await Application.start({ '/': page, '/chosen': '<Say>Thank you</Say>' });
    const happened: string[] = [];
    const { client, exchange, attach } = await plugIn({
      ring: ({ from, to }) => {
        happened.push(`${from} calls ${to}`);
        return {
          as: 'human',
          answers: new Script(['1']),
          watch: happening => happening.kind === 'say' && happened.push(happening.text),
        };
      },
    });
    await attach();
    await client.calls.create({ to: PERSON, from: NUMBER, url: application.url() });
    await exchange.settled();
    await until(() => happened.length === 3);
    expect(happened).toEqual([`${NUMBER} calls ${PERSON}`, 'Are you coming?', 'Thank you']);
    expect(application.at('/chosen')[0]!.params).toMatchObject({ Digits: '1', Direction: 'outbound-api' });
  });

  test.each(['busy', 'no-answer', 'failed'] as const)('is not taken: %s', async how => {
    const { client, exchange, attach } = await plugIn({ ring: () => how });
    await attach();
    const call = await client.calls.create({ to: PERSON, from: NUMBER, twiml: '<Response/>' });
    await exchange.settled();
    expect((await client.calls(call.sid).fetch()).status).toBe(how);
  });

  test('rings for nobody', async () => {
    const { client, exchange } = await plugIn();
    const call = await client.calls.create({ to: PERSON, from: NUMBER, twiml: '<Response/>' });
    await exchange.settled();
    expect((await client.calls(call.sid).fetch()).status).toBe('no-answer');
  });

  test('is over when the telephone is unplugged', async () => {
    const application = await Application.start({ '/': page });
    const { client, exchange, attach } = await plugIn({
      ring: () => ({ as: 'human', answers: { answer: () => new Promise(() => undefined) } }),
    });
    const telephone = await attach();
    const call = await client.calls.create({ to: PERSON, from: NUMBER, url: application.url() });
    await until(() => application.seen.length > 0);
    await telephone.close();
    await exchange.settled();
    expect((await client.calls(call.sid).fetch()).status).toBe('completed');
  });
});

describe('a call that is placed', () => {
  test('is obeyed by the exchange, with the answers of the telephone', async () => {
    const application = await Application.start({
      '/': '<Gather action="/chosen"><Say>Press a key</Say></Gather>',
      '/chosen': '<Say>Thank you</Say>',
    });
    const { attach } = await plugIn();
    const telephone = await attach();
    const told: string[] = [];
    const record = await telephone.place({
      url: application.url(),
      from: PERSON,
      to: NUMBER,
      answers: new Script(['1']),
      watch: ({ kind }) => void told.push(kind),
    });
    expect(heard(record)).toEqual(['Press a key', 'Thank you']);
    expect(record).toMatchObject({
      reason: 'end-of-document',
      status: 'completed',
      from: PERSON,
      to: NUMBER,
    });
    expect(application.at('/chosen')[0]).toMatchObject({ signed: true, params: { Direction: 'inbound' } });
    expect(told).toContain('say');
  });

  test('is led elsewhere by the application, in the middle of a question', async () => {
    const application = await Application.start({ '/': '<Gather/>', '/other': '<Say>Elsewhere</Say>' });
    const { attach, client } = await plugIn();
    const telephone = await attach();
    const record = await telephone.place({
      url: application.url(),
      from: PERSON,
      to: NUMBER,
      answers: {
        answer: async (_question, signal) => {
          const { CallSid } = application.seen[0]!.params;
          void client.calls(CallSid!).update({ url: application.url('/other') });
          await once(signal, 'abort');
          return { kind: 'digits', digits: '1' };
        },
      },
    });
    expect(heard(record)).toEqual(['Elsewhere']);
  });

  test('is hung up', async () => {
    const application = await Application.start({ '/': '<Gather/>' });
    const { attach } = await plugIn();
    const telephone = await attach();
    const interrupt = new AbortController();
    const record = await telephone.place({
      url: application.url(),
      from: PERSON,
      to: NUMBER,
      answers: { answer: () => new Promise(() => interrupt.abort()) },
      signal: interrupt.signal,
    });
    expect(record).toMatchObject({ reason: 'caller-hung-up', status: 'completed' });
  });

  test('with TwiML that cannot be obeyed is given up', async () => {
    const application = await Application.start({ '/': '<Gather timeout="soon"/>' });
    const { attach } = await plugIn();
    const telephone = await attach();
    const placed = telephone.place({
      url: application.url(),
      from: PERSON,
      to: NUMBER,
      answers: new Script([]),
    });
    await expect(placed).rejects.toThrow('/Response/Gather[1]/@timeout');
  });

  test('is given up when the engine goes', async () => {
    const application = await Application.start({ '/': '<Gather/>' });
    const gone: string[] = [];
    const { attach, control } = await plugIn({ gone: ({ message }) => void gone.push(message) });
    const telephone = await attach();
    const answers = { answer: () => new Promise<never>(() => void control.stop()) };
    const placed = telephone.place({ url: application.url(), from: PERSON, to: NUMBER, answers });
    await expect(placed).rejects.toThrow('the engine has gone');
    expect(gone).toEqual(['the engine has gone']);
  });
});

test('a wrong token is refused', async () => {
  const { control } = await plugIn();
  const attached = DeskClient.attach({ ...control, token: 'guess' }, [PERSON], { message: () => undefined });
  await expect(attached).rejects.toThrow('401');
});

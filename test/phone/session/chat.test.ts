import { PassThrough } from 'node:stream';
import { run } from '../../../phone/main';
import type { SessionRecord } from '../../../phone/record';
import { home, NUMBER, phone, startEngine, startEngineWithExchange, WEBHOOK } from '../program';

const PERSON = '+15557654321';

/** Runs the program with these lines as its script. */
function script(...lines: string[]) {
  return phone([NUMBER, '--chat', ...lines.flatMap(line => ['--answer', line])]);
}

/** An engine whose flow answers by the REST API, as flows do. */
async function startFlow(answer: (body: string) => string[]) {
  const engine = await startEngineWithExchange({
    [WEBHOOK]: ({ params }) => {
      const { Body = '', From: to = '', To: from } = params;
      void (async () => {
        for (const body of answer(Body)) await engine.client.messages.create({ to, from: from!, body });
      })();
      return '';
    },
  });
  return engine;
}

describe('a chat by script', () => {
  test('shows replies by TwiML and by the REST API', async () => {
    const engine = await startEngineWithExchange({
      [WEBHOOK]: ({ params: { From: to = '', To: from = '' } }) => {
        void engine.client.messages.create({ to, from, body: 'Later' });
        return '<Message>At once</Message>';
      },
    });
    const { status, out } = await script('send: Hello', 'wait: 2');
    expect(status).toBe(0);
    expect(out).toMatch(/^> Hello$/m);
    expect(out).toMatch(new RegExp(`^ {2}\\${NUMBER}: At once$`, 'm'));
    expect(out).toMatch(new RegExp(`^ {2}\\${NUMBER}: Later$`, 'm'));
    expect(engine.application.seen[0]!.params).toMatchObject({ Body: 'Hello', From: PERSON, To: NUMBER });
  });

  test('takes one step after another: a wait is for messages that no other one has waited for', async () => {
    const { application } = await startFlow(body => (body === 'One' ? ['1a', '1b'] : ['2']));
    const { status } = await script('send: One', 'wait: 2', 'send: Two', 'wait');
    expect(status).toBe(0);
    expect(application.seen.map(({ params }) => params['Body'])).toEqual(['One', 'Two']);
  });

  test('is with the running engine where that is named by its URL', async () => {
    const { application } = await startFlow(() => ['Hi']);
    const named = ['--gateway', application.url('/'), '--answer', 'send: Hello', '--answer', 'wait'];
    expect((await phone([NUMBER, '--chat', ...named])).status).toBe(0);
  });

  test('sends pictures, and lines', async () => {
    const engine = await startEngine({ [WEBHOOK]: '' });
    await script('media: https://example.com/a.png Look\\nat this', 'media: https://example.com/b.png');
    expect(engine.seen.map(({ params: { Body, MediaUrl0 } }) => [Body, MediaUrl0])).toEqual([
      ['Look\nat this', 'https://example.com/a.png'],
      ['', 'https://example.com/b.png'],
    ]);
  });

  test('is known to the exchange: who wants no more messages gets none', async () => {
    let refused: Promise<unknown> | undefined;
    const engine = await startEngineWithExchange({
      [WEBHOOK]: ({ params: { From: to = '', To: from = '' } }) => {
        refused = engine.client.messages.create({ to, from, body: 'Hi' }).catch((error: unknown) => error);
        return '';
      },
    });
    await script('send: STOP');
    expect(await refused).toMatchObject({ code: 21610 });
    expect(engine.exchange.messages.map(({ body, sid }) => [body, sid])).toEqual([
      ['STOP', engine.application.seen[0]!.params['MessageSid']],
    ]);
  });

  test('goes to the conversation that its writer is in, not to the webhook', async () => {
    const { application, client, exchange } = await startEngineWithExchange({});
    const { sid } = await client.conversations.v1.conversations.create();
    await client.conversations.v1.conversations(sid).participants.create({
      'messagingBinding.address': PERSON,
      'messagingBinding.proxyAddress': NUMBER,
    });
    await script('send: Hello');
    expect(application.seen).toHaveLength(0);
    expect(exchange.messages).toMatchObject([{ body: 'Hello', conversationSid: sid }]);
  });

  test('by WhatsApp, to a number of a Messaging Service', async () => {
    const engine = await startEngine({ [WEBHOOK]: '' });
    await phone([
      ...[NUMBER, '--chat', '--from', `whatsapp:${PERSON}`, '--messaging-service', 'MG1'],
      ...['--answer', 'send: Hello'],
    ]);
    expect(engine.seen[0]!.params).toMatchObject({
      From: `whatsapp:${PERSON}`,
      To: `whatsapp:${NUMBER}`,
      MessagingServiceSid: 'MG1',
    });
  });

  test('takes a call, with the answers below it, and goes on when it is over', async () => {
    const { application, client } = await startEngineWithExchange({
      [WEBHOOK]: ({ params: { Body, From: to = '', To: from = '' } }) => {
        if (Body === 'Call me') void client.calls.create({ to, from, url: application.url('/call') });
        return '<Message>Fine</Message>';
      },
      '/call': '<Gather action="/chosen"><Say>Press a key</Say></Gather>',
      '/chosen': '<Say>Thank you</Say>',
    });
    const { status, out } = await script('send: Call me', 'answer: human', '7', 'send: Bye', 'wait: 2');
    expect(status).toBe(0);
    expect(out).toMatch(/calls: answered\]\n {2}Press a key\n[^]*> 7\n {2}Thank you\n[^]*> Bye/);
    expect(application.at('/chosen')[0]!.params['Digits']).toBe('7');
  });

  test.each(['machine', 'fax', 'busy', 'no-answer', 'failed'])('answer: %s', async how => {
    const { application, client, exchange } = await startEngineWithExchange({
      [WEBHOOK]: ({ params: { From: to = '', To: from = '' } }) => {
        const [url, statusCallback] = [application.url('/call'), application.url('/status')];
        void client.calls.create({ to, from, url, statusCallback, machineDetection: 'Enable' });
        return '';
      },
      '/call': '<Say>Hello</Say>',
      '/status': '',
    });
    const { status } = await script('send: Call me', `answer: ${how}`);
    expect(status).toBe(0);
    await exchange.settled();
    const { AnsweredBy, CallStatus } = application.at('/status').at(-1)!.params;
    const expected = { machine: 'machine_start', fax: 'fax' }[how];
    expect([AnsweredBy, CallStatus]).toEqual([expected, expected === undefined ? how : 'completed']);
  });

  test('does not answer calls that it says nothing of', async () => {
    let called: Promise<unknown> | undefined;
    const { application, client, exchange } = await startEngineWithExchange({
      [WEBHOOK]: ({ params: { From: to = '', To: from = '' } }) => {
        const [url, statusCallback] = [application.url('/call'), application.url('/status')];
        called = client.calls.create({ to, from, url, statusCallback });
        return '';
      },
      '/status': '',
    });
    await script('send: Call me');
    await called;
    await exchange.settled();
    expect(application.at('/status')[0]!.params['CallStatus']).toBe('no-answer');
    expect(application.at('/call')).toHaveLength(0);
  });

  test('prints the record as JSON', async () => {
    await startEngine({ [WEBHOOK]: '<Message>Hi</Message>' });
    const { out } = await phone([NUMBER, '--chat', '--answer', 'send: Hello', '--json']);
    const { happenings, ...parties } = JSON.parse(out) as SessionRecord;
    expect(parties).toEqual({ from: PERSON, to: NUMBER });
    expect(happenings.map(({ kind }) => kind)).toEqual(['sent', 'request', 'received']);
  });

  test('an application error is exit status 1', async () => {
    await startEngine({ [WEBHOOK]: '<Redirect>ftp://example.com</Redirect>' });
    const { status, out } = await script('send: Hello');
    expect(status).toBe(1);
    expect(out).toContain('[11100: ');
  });

  test.each([
    ['perhaps', '"perhaps" is not a line of a chat'],
    ['media: picture', '"media: picture" is not a line of a chat'],
    ['wait: long', '"wait: long" is not a line of a chat'],
    ['1', '"1" is not a line of a chat'],
  ])('%s is no line of it', async (line, message) => {
    await startEngine({});
    const { status, err } = await script(line);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

describe('a chat at the terminal', () => {
  test('sends what is typed, until it is left', async () => {
    const engine = await startEngine({ [WEBHOOK]: '<Message>Hi</Message>' });
    const typed = 'Hello\n\n/media https://example.com/a.png\n/wait 2\n/sing\n/quit\nNever\n';
    const { status, out } = await phone([NUMBER, '--chat'], { typed });
    expect(status).toBe(0);
    expect(engine.seen.map(({ params: { Body, NumMedia } }) => [Body, NumMedia])).toEqual([
      ['Hello', '0'],
      ['', '1'],
    ]);
    expect(out).toContain('/quit or Ctrl-D ends');
  });

  test('a call asks what becomes of it, and lines are answers until it is over', async () => {
    const { application, client } = await startEngineWithExchange({
      [WEBHOOK]: ({ params: { Body, From: to = '', To: from = '' } }) => {
        if (Body === 'Call me') void client.calls.create({ to, from, url: application.url('/call') });
        return '';
      },
      '/call': '<Gather input="dtmf speech" action="/chosen"><Say>Press a key</Say></Gather>',
      '/chosen': '<Say>Thank you</Say>',
    });
    const stdin = new PassThrough();
    const stdout = new PassThrough();
    let out = '';
    const replies: [RegExp, string][] = [
      [/is calling:/, 'perhaps\nanswer\n'],
      [/<Gather>/, 'I am lost\n'],
      [/the call ends/, 'Bye\n/quit\n'],
    ];
    stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (replies[0]?.[0].test(out)) stdin.write(replies.shift()![1]);
    });
    stdin.write('Call me\n');
    expect(await run([NUMBER, '--chat'], { stdin, stdout, stderr: stdout, env: { HOME: home() } })).toBe(0);
    expect(application.at('/chosen')[0]!.params['SpeechResult']).toBe('I am lost');
    expect(application.at(WEBHOOK).map(({ params }) => params['Body'])).toEqual(['Call me', 'Bye']);
    expect(out).toContain('answer, machine, fax, busy, failed, or an empty line\n');
  });

  test('a message to a telephone that was off is shown when it is on', async () => {
    const { exchange, client } = await startEngineWithExchange({});
    await client.messages.create({ to: PERSON, from: NUMBER, body: 'Where are you?' });
    await exchange.settled();
    const { out } = await phone(['--receive']);
    expect(out).toContain(`[earlier] ${NUMBER}: Where are you?`);
  });
});

describe('receiving only', () => {
  /** Runs the program, and does something with it as soon as it prints what is expected. */
  async function receive(argv: string[], typed: string, reactions: [string, () => unknown][]) {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const interrupt = new AbortController();
    let out = '';
    stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes(reactions[0]?.[0] ?? 'nothing more')) reactions.shift()![1]();
    });
    stdin.write(typed);
    const io = { stdin, stdout, stderr: stdout, env: { HOME: home() }, quiet: 250 };
    reactions.push(['Hello there', () => interrupt.abort()]);
    const status = await run(argv, io, interrupt);
    return { status, out };
  }

  test('shows messages until it is interrupted', async () => {
    const { client } = await startEngineWithExchange({});
    const message = { to: '+15550001111', from: NUMBER, body: 'Hello there' };
    const { status, out } = await receive(['--receive', '--from', '+15550001111'], 'Hello?\n', [
      ['nobody to write to', () => client.messages.create(message)],
    ]);
    expect(status).toBe(0);
    expect(out).toContain(`  ${NUMBER}: Hello there`);
  });

  test('is over when the engine goes', async () => {
    const { control } = await startEngineWithExchange({});
    const { status, out } = await receive(['--receive'], '', [['can be called', () => control.stop()]]);
    expect(status).toBe(1);
    expect(out).toContain('the engine has gone');
  });

  test('a script takes a call', async () => {
    const { client } = await startEngineWithExchange({});
    const twiml = '<Response><Gather><Say>Hello</Say></Gather><Say>there</Say></Response>';
    const { out } = await receive(['--receive', '--answer', 'answer: human', '--answer', 'silence'], '', [
      ['can be called', () => client.calls.create({ to: PERSON, from: NUMBER, twiml })],
    ]);
    expect(out).toMatch(/Hello\n[^]*> silence\n {2}there/);
  });

  test.each([
    ['an engine that has an account', true, 'the engine calls Twilio itself'],
    ['no engine', false, 'start the engine first'],
  ])('%s: nothing comes', async (_what, started, message) => {
    if (started) await startEngine({});
    const { status, err } = await phone(['--receive']);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

describe('a call', () => {
  test('shows messages that come meanwhile, and can be led elsewhere by the application', async () => {
    let led: Promise<unknown> | undefined;
    const { application, client } = await startEngineWithExchange({
      [WEBHOOK]: ({ params: { CallSid, From: to = '', To: from = '' } }) => {
        led ??= client.messages
          .create({ to, from, body: 'We are talking' })
          .then(() => client.calls(CallSid!).update({ url: application.url('/other') }));
        return `<Say>One moment</Say>${'<Pause length="3600"/>'.repeat(20)}`;
      },
      '/other': '<Say>Elsewhere</Say>',
    });
    const { status, out } = await phone([NUMBER, '--answer', '1']);
    await led;
    expect(status).toBe(0);
    expect(out).toContain(`${NUMBER}: We are talking`);
    expect(out).toContain('Elsewhere');
  });
});

test.each([
  [['--receive', NUMBER], '--receive only waits'],
  [['--receive', '--chat'], 'either --receive or --chat'],
  [[NUMBER, '--messaging-service', 'MG1'], '--messaging-service is for --chat'],
])('%j is called wrongly', async (argv, message) => {
  await startEngine({});
  const { status, err } = await phone(argv);
  expect(status).toBe(2);
  expect(err).toContain(message);
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFile } from '../../../phone/run-file/schema';
import { home, NUMBER, phone, startEngine, startEngineWithExchange, WEBHOOK } from '../program';

const file = (name = 'test.json') => join(home(), name);
const read = async (name?: string) => JSON.parse(await readFile(file(name), 'utf8')) as RunFile;
const write = (content: unknown, name?: string) => writeFile(file(name), JSON.stringify(content));

/** A menu whose words can be changed between two calls. */
function startMenu(words = { answer: 'We are open' }) {
  return startEngine({
    [WEBHOOK]: ({ params }) =>
      params['Digits'] === undefined
        ? `<Gather numDigits="1"><Say>Press 1, ${params['From']!}</Say></Gather><Say>Nothing</Say>`
        : `<Say>${words.answer}</Say><Play>/a.mp3</Play><Hangup/>`,
  });
}

describe('a call that is written down', () => {
  test('has what was heard, asked and pressed, and nothing that is different every time', async () => {
    await startMenu();
    const { status } = await phone([NUMBER, '--answer', '1', '--record', file()]);
    expect(status).toBe(0);
    expect(await read()).toEqual({
      version: 1,
      does: 'call',
      to: NUMBER,
      events: [
        { heard: 'Press 1, <from>' },
        { asked: '<Gather> dtmf, 1 digits, ends with #, timeout 5 s', answer: '1' },
        { heard: 'We are open' },
        { played: 'http://127.0.0.1/a.mp3' },
        { ended: 'hangup' },
      ],
    });
  });

  test('is the same when it is done again, by a caller whom nobody knows', async () => {
    const engine = await startMenu();
    await phone([NUMBER, '--answer', '1', '--record', file()]);
    const { status, out } = await phone(['--check', file()]);
    expect([status, out]).toEqual([0, `${file()}: as expected\n`]);
    expect(new Set(engine.at(WEBHOOK).map(({ params }) => params['From'])).size).toBe(2);
  });

  test('keeps the number that it was given', async () => {
    const engine = await startMenu();
    const from = '+15550001111';
    await phone([NUMBER, '--from', from, '--answer', '1', '--record', file()]);
    expect(await read()).toMatchObject({ from, events: [{ heard: `Press 1, ${from}` }, {}, {}, {}, {}] });
    expect((await phone(['--check', file()])).status).toBe(0);
    expect(engine.at(WEBHOOK).every(({ params }) => params['From'] === from)).toBe(true);
  });

  test('says what has become different, and where', async () => {
    const words = { answer: 'We are open' };
    await startMenu(words);
    await phone([NUMBER, '--answer', '1', '--record', file()]);
    words.answer = 'We are closed';
    const { status, out } = await phone(['--check', file()]);
    expect(status).toBe(3);
    expect(out).toBe(
      `${file()}: not as expected\n` +
        '  events[2]\n    expected  heard: We are open\n    got       heard: We are closed\n',
    );
  });

  test('says that an answer does not fit any more', async () => {
    await startMenu();
    await phone([NUMBER, '--answer', '1', '--record', file()]);
    const run = await read();
    Object.assign(run.events[1]!, { answer: 'say: yes' });
    await write(run);
    const { status, out } = await phone(['--check', file()]);
    expect(status).toBe(3);
    expect(out).toContain('the answer "say: yes" does not fit');
    expect(out).toContain('  events[2]\n    expected  heard: We are open\n');
  });

  test('an application error is part of it', async () => {
    await startEngine({ [WEBHOOK]: '<Redirect>ftp://example.com</Redirect>' });
    expect((await phone([NUMBER, '--answer', '1', '--record', file()])).status).toBe(1);
    expect((await read()).events).toContainEqual({
      failed: 11100,
      url: expect.stringContaining('//') as string,
    });
    expect((await phone(['--check', file()])).status).toBe(0);
  });

  test('has no card numbers and secrets, and is not done again with what is masked', async () => {
    await startEngine({
      [WEBHOOK]: '<Gather action="/said" input="speech"/>',
      '/said': '<Say>4111 1111 1111 1111, right?</Say><Play>https://example.com/?token=abc</Play>',
    });
    await phone([NUMBER, '--answer', 'say: my card is 4111 1111 1111 1111', '--record', file()]);
    const text = await readFile(file(), 'utf8');
    expect(text).not.toContain('4111');
    expect(text).not.toContain('abc');
    const { status, err } = await phone(['--check', file()]);
    expect(status).toBe(2);
    expect(err).toContain(`${file()}: "say: my card is xxxxxxxxxxxx1111" was masked`);
  });

  test('of a flow file: the file is found from where the test is', async () => {
    await startMenu();
    const { status, err } = await phone(['--flow', file('flow.json'), '--record', file()]);
    expect([status, err]).toEqual([2, expect.stringContaining('--flow needs a running engine') as string]);
    await write({ version: 1, does: 'call', flow: 'flows/none.json', events: [] });
    expect((await phone(['--check', file()])).err).toContain('--flow needs a running engine');
  });
});

describe('a chat that is written down', () => {
  /** Answers by the REST API, and calls. */
  function startFlow(words = { call: 'Hello there' }) {
    return startEngineWithExchange({
      [WEBHOOK]: ({ params: { Body, From: to = '', To: from = '' } }) => {
        void flow.then(async ({ application, client }) => {
          await client.messages.create({ to, from, body: `You say ${Body!}` });
          if (Body === 'Call me') await client.calls.create({ to, from, url: application.url('/call') });
        });
        return '';
      },
      '/call': () => `<Gather><Say>${words.call}</Say></Gather>`,
    });
  }
  let flow: ReturnType<typeof startFlow>;
  const lines = ['send: Hello', 'wait', 'send: Call me', 'answer: human', '1', 'wait'];
  const record = () =>
    phone([NUMBER, '--chat', '--record', file(), ...lines.flatMap(line => ['--answer', line])]);

  test('reads as it went, with the calls in it', async () => {
    flow = startFlow();
    await flow;
    expect((await record()).status).toBe(0);
    expect(await read()).toEqual({
      version: 1,
      does: 'chat',
      to: NUMBER,
      events: [
        { sent: 'Hello' },
        { received: 'You say Hello' },
        { sent: 'Call me' },
        { received: 'You say Call me' },
        {
          rang: NUMBER,
          answer: 'human',
          call: [
            { heard: 'Hello there' },
            { asked: '<Gather> dtmf, ends with #, timeout 5 s', answer: '1' },
            { heard: 'Hello there' },
            { asked: '<Gather> dtmf, ends with #, timeout 5 s', answer: 'silence' },
            { ended: 'end-of-document' },
          ],
        },
      ],
    });
    expect((await phone(['--check', file()])).status).toBe(0);
  });

  test('says what has become different, in messages and in calls', async () => {
    const words = { call: 'Hello there' };
    flow = startFlow(words);
    await flow;
    await record();
    words.call = 'Good day';
    const run = await read();
    run.events[1] = { received: 'You say <any>!' };
    await write(run);
    const { status, out } = await phone(['--check', file()]);
    expect(status).toBe(3);
    expect(out).toContain(
      '  events[1]\n    expected  received: You say <any>!\n    got       received: You say Hello\n',
    );
    expect(out).toContain(
      '  events[4].call[0]\n    expected  heard: Hello there\n    got       heard: Good day\n',
    );
  });
});

test('what was written is written again, whatever it looks like, with the number of the day', async () => {
  const engine = await startEngine({ [WEBHOOK]: ({ params }) => `<Message>${params['Body']!}</Message>` });
  const day = 'send: 2026-01-31T12:00';
  await phone([NUMBER, '--chat', '--record', file(), '--answer', day, '--answer', 'wait']);
  const run = await read();
  expect(run.events).toEqual([{ sent: '2026-01-31T12:00' }, { received: '<time>' }]);
  run.events.push({ sent: 'I am <from>' }, { received: 'I am <from>' });
  await write(run);
  expect((await phone(['--check', file()])).status).toBe(0);
  const again = engine.seen.slice(1).map(({ params }) => params);
  expect(again.map(({ Body }) => Body)).toEqual(['2026-01-31T12:00', `I am ${again[0]!['From']!}`]);
});

test('a test number that takes the place of a masked one is as expected', async () => {
  await startEngine({ [WEBHOOK]: '<Message>Thank you</Message>' });
  const events = [{ sent: 'My card is 4242 4242 4242 4242' }, { received: 'Thank you' }];
  await write({ version: 1, does: 'chat', to: NUMBER, events });
  expect(await phone(['--check', file()])).toMatchObject({ status: 0, out: `${file()}: as expected\n` });
});

describe('a file that cannot be written', () => {
  const place = async (name: string) => {
    await writeFile(file('kept'), 'kept');
    return file(name);
  };

  test.each([
    ['its folder is not there', 'none/test.json', 'ENOENT'],
    ['its folder is a file', 'kept/test.json', 'ENOTDIR'],
    ['it is a folder', '', 'EISDIR'],
  ])('is told before the call: %s', async (_why, name, code) => {
    const engine = await startMenu();
    const path = await place(name);
    const { status, out, err } = await phone([NUMBER, '--answer', '1', '--record', path]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(`${path} cannot be written: ${code}`);
    expect(engine.at(WEBHOOK)).toEqual([]);
  });

  test('nothing is changed before there is something to write', async () => {
    await startMenu();
    const path = await place('kept');
    expect((await phone(['+15559999999', '--record', path])).status).toBe(2);
    expect(await readFile(path, 'utf8')).toBe('kept');
    await phone(['+15559999999', '--record', file('new.json')]);
    await expect(readFile(file('new.json'))).rejects.toThrow('ENOENT');
    expect((await phone([NUMBER, '--answer', '1', '--record', path])).status).toBe(0);
    expect(await read('kept')).toMatchObject({ does: 'call' });
  });
});

describe('a file that cannot be checked', () => {
  const head = { version: 1, does: 'call', to: NUMBER };
  test.each([
    ['no object', [], 'the file: Expected object'],
    ['another version', { ...head, version: 2, events: [] }, 'version: Expected 1'],
    ['an unknown key', { ...head, events: [], name: 'x' }, 'name: Unexpected property'],
    ['nobody to call', { version: 1, does: 'call', events: [] }, 'it needs either "to" or "flow"'],
    ['a text for a number', { ...head, events: [{ heard: 1 }] }, 'events[0].heard: Expected string'],
    [
      'an unknown event',
      { ...head, events: [{ heard: 'a' }, { sung: 'b' }] },
      'events[1]: an event has one of heard, ',
    ],
    [
      'an event with more to it',
      { ...head, events: [{ heard: 'a', by: 'b' }] },
      'events[0].by: Unexpected property',
    ],
    [
      'a message in a call',
      { ...head, events: [{ rang: '+1', answer: 'human', call: [{ sent: 'a' }] }] },
      'events[0].call[0]: an event has one of heard, played, asked, ended',
    ],
    ['no answer', { ...head, events: [{ asked: 'a', answer: 'perhaps' }] }, '"perhaps" is not an answer'],
  ])('%s', async (_what, content, problem) => {
    await startEngine({});
    await write(content);
    const { status, err } = await phone(['--check', file()]);
    expect(status).toBe(2);
    expect(err).toContain(file());
    expect(err).toContain(problem);
  });

  test('no JSON, and no file', async () => {
    await writeFile(file(), '{');
    expect((await phone(['--check', file()])).err).toContain(`${file()} is not JSON`);
    expect((await phone(['--check', file('none.json')])).err).toContain('cannot be read');
  });
});

test('several files: each is checked, and one that differs is told by the status', async () => {
  await startMenu();
  await phone([NUMBER, '--answer', '1', '--record', file('a.json')]);
  await write({ ...(await read('a.json')), events: [] }, 'b.json');
  const { status, out } = await phone(['--check', file('b.json'), file('a.json')]);
  expect(status).toBe(3);
  expect(out).toContain(`${file('b.json')}: not as expected\n`);
  expect(out).toContain(`${file('a.json')}: as expected\n`);
});

test.each([
  [['--chat', '--check', 'a.json'], 'either --check or --chat'],
  [['--check', 'a.json', '--answer', '1'], '--check does what its files tell'],
  [['--check', 'a.json', '--record', 'b.json'], '--check does what its files tell'],
])('%j is called wrongly', async (argv, message) => {
  const { status, err } = await phone(argv);
  expect(status).toBe(2);
  expect(err).toContain(message);
});

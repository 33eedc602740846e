import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { bookPath } from '../../phone/book';
import { run } from '../../phone/main';
import type { CallRecord } from '../../phone/record';
import { ACCOUNT, Application, TOKEN } from './application';
import { FLOW, home, phone, startEngine, WEBHOOK, writeBook } from './program';

const MENU = `<Gather input="dtmf speech" action="/chosen"><Say>Press or speak</Say></Gather><Say>Nothing heard</Say>`;

describe('a call from the terminal', () => {
  test('leads to the flow that the number belongs to, and shows what is said', async () => {
    const engine = await startEngine({ [WEBHOOK]: '<Say>Good morning</Say>' });
    const { status, out } = await phone(['+15551230001', '--from', '+15550009999']);
    expect(out).toContain('Good morning');
    expect(status).toBe(0);
    expect(engine.seen[0]).toMatchObject({
      signed: true,
      params: { To: '+15551230001', From: '+15550009999' },
    });
    expect(engine.seen.at(-1)!.params['CallbackSource']).toBe('call-progress-events');
  });

  test.each([
    ['2\n', { Digits: '2' }],
    ['I am lost\n', { SpeechResult: 'I am lost' }],
  ])('takes what is typed: %j', async (typed, told) => {
    const engine = await startEngine({ [WEBHOOK]: MENU, '/chosen': '<Say>Thank you</Say>' });
    const { out } = await phone(['+15551230001'], { typed });
    expect(engine.at('/chosen')[0]!.params).toMatchObject(told);
    expect(out).toContain('Thank you');
  });

  test('an empty line is silence, the end of the input hangs up', async () => {
    const engine = await startEngine({ [WEBHOOK]: MENU + MENU });
    const { out, status } = await phone(['+15551230001', '--fast'], { typed: '\n' });
    expect(out).toContain('Nothing heard');
    expect(out).toContain('the caller has hung up');
    expect(engine.at('/chosen')).toHaveLength(0);
    expect(status).toBe(0);
  });

  test('asks again for what does not fit', async () => {
    const engine = await startEngine({ [WEBHOOK]: '<Gather numDigits="1" action="/chosen"/>' });
    const { out } = await phone(['+15551230001'], { typed: 'hello\n12\n3\n' });
    expect(out).toContain('<Gather> takes digits only');
    expect(out).toContain('<Gather> is over after 1 digits');
    expect(engine.at('/chosen')[0]!.params['Digits']).toBe('3');
  });

  test('a result needs no word in front', async () => {
    const engine = await startEngine({ [WEBHOOK]: '<Dial action="/chosen">+15550001111</Dial>' });
    await phone(['+15551230001'], { typed: 'loud\nbusy\n' });
    expect(engine.at('/chosen')[0]!.params['DialCallStatus']).toBe('busy');
  });

  test('waits for a timeout as long as Twilio would, and hangs up when it is interrupted', async () => {
    const engine = await startEngine({
      [WEBHOOK]: '<Gather timeout="1" action="/chosen"/><Say>Nothing heard</Say><Pause length="60"/>',
    });
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const interrupt = new AbortController();
    let out = '';
    stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('pause of 60 s')) interrupt.abort();
    });
    const started = performance.now();
    const io = { stdin, stdout, stderr: stdout, env: { HOME: home() } };
    expect(await run(['+15551230001'], io, interrupt)).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(out).toMatch(/^> silence$[^]*Nothing heard[^]*the caller has hung up/m);
    expect(engine.at('/chosen')).toHaveLength(0);
  });

  test('follows a script without waiting, and says what nobody asked for', async () => {
    const engine = await startEngine({ [WEBHOOK]: `<Pause length="3600"/>${MENU}` });
    const script = join(home(), 'answers.txt');
    await writeFile(script, '# choose\n1\nsay: more\n');
    const { out, status } = await phone(['+15551230001', '--script', script]);
    expect(status).toBe(0);
    expect(engine.at('/chosen')[0]!.params['Digits']).toBe('1');
    expect(out).toMatch(/^> 1$/m);
    expect(out).toContain('answers that nothing asked for: 1');
  });

  test('prints the record alone as JSON', async () => {
    await startEngine({ [WEBHOOK]: MENU, '/chosen': '<Hangup/>' });
    const { out, err } = await phone(['+15551230001', '--answer', '1', '--json']);
    expect(JSON.parse(out) as CallRecord).toMatchObject({ reason: 'hangup', status: 'completed' });
    expect(err).toContain('Press or speak');
  });

  test('shows requests and TwiML where it is asked to, but never the token', async () => {
    await startEngine({ [WEBHOOK]: '<Say>Hi</Say>' });
    const { out, err } = await phone(['+15551230001', '--verbose']);
    expect(out).toContain(`[POST http://127.0.0.1`);
    expect(out).toContain('<Response><Say>Hi</Say></Response>');
    expect(out + err).not.toContain(TOKEN);
  });

  test('control characters in what is said do not reach the terminal', async () => {
    await startEngine({ [WEBHOOK]: '<Say>red \u009b31m alert</Say>' });
    const { out } = await phone(['+15551230001']);
    expect(out).toContain('red  31m alert');
  });

  test('an application error is exit status 1 and says what went wrong', async () => {
    await startEngine({
      [WEBHOOK]: (_seen, response) => {
        response.statusCode = 404;
        return '';
      },
    });
    const { status, out } = await phone(['+15551230001']);
    expect(status).toBe(1);
    expect(out).toContain('11200');
    expect(out).toContain('answers with status 404');
  });

  test('TwiML that cannot be obeyed is exit status 1', async () => {
    await startEngine({ [WEBHOOK]: '<Pause length="long"/>' });
    const { status, err } = await phone(['+15551230001']);
    expect(status).toBe(1);
    expect(err).toContain('/Response/Pause[1]/@length');
  });
});

describe('what is called', () => {
  test("a flow by its SID, at a gateway and in an account of one's own", async () => {
    const application = await Application.start({ [WEBHOOK]: '<Say>Hi</Say>' });
    const env = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: TOKEN };
    const { status } = await phone([FLOW, '--gateway', application.url()], { env });
    expect(status).toBe(0);
    expect(application.at(WEBHOOK)[0]!.signed).toBe(true);
  });

  test('flags win over the environment, and the environment over the running engine', async () => {
    const engine = await startEngine({ '/': '<Hangup/>' }, { authToken: 'of the book', accountSid: 'AC0' });
    const env = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'of the environment' };
    await phone([engine.url()], { env });
    await phone([engine.url(), '--token', TOKEN], { env });
    expect(engine.at('/').map(seen => [seen.params['AccountSid'], seen.signed])).toEqual([
      ['AC1', false],
      ['AC1', false],
      ['AC1', true],
      ['AC1', true],
    ]);
  });

  test('a flow file, which the engine takes in first', async () => {
    const control = await startControl(200, { flowSid: FLOW });
    const engine = await startEngine({ [WEBHOOK]: '<Say>Mine</Say>' }, { control: control.access });
    const file = join(home(), 'flow.json');
    await writeFile(file, '{"states":[]}');
    const { status, out } = await phone(['--flow', file]);
    expect([status, control.bodies]).toEqual([0, ['{"states":[]}']]);
    expect(control.requests[0]!.headers.authorization).toBe('Bearer secret');
    expect(out).toContain('Mine');
    expect(engine.at(WEBHOOK)).not.toHaveLength(0);
  });

  test('a flow file with mistakes is refused, one a line', async () => {
    const errors = [
      { message: 'is missing but it is required', property_path: '#/initial_state' },
      { message: 'integer found, string expected', property_path: '#/states/3/properties/timeout' },
    ];
    const control = await startControl(400, {
      message: 'Flow definition validation failed',
      details: { errors },
    });
    await startEngine({}, { control: control.access });
    const file = join(home(), 'flow.json');
    await writeFile(file, '{}');
    const { status, err } = await phone(['--flow', file]);
    expect(status).toBe(2);
    expect(err).toBe(
      `${file} was refused: Flow definition validation failed\n` +
        '  #/initial_state: is missing but it is required\n' +
        '  #/states/3/properties/timeout: integer found, string expected\n',
    );
  });

  test.each([
    ['no such file', undefined, 'cannot be read'],
    ['no JSON', '{', 'is not JSON'],
  ])('a flow file: %s', async (_what, content, message) => {
    await startEngine({}, { control: { url: 'http://127.0.0.1:9', token: 'secret' } });
    const file = join(home(), 'flow.json');
    if (content !== undefined) await writeFile(file, content);
    const { status, err } = await phone(['--flow', file]);
    expect(status).toBe(2);
    expect(err).toContain(`${file} ${message}`);
  });
});

describe('called wrongly', () => {
  test('no engine has been started', async () => {
    const { status, err } = await phone(['+15551230001']);
    expect(status).toBe(2);
    expect(err).toContain('start the engine first: npm start');
  });

  test('a number that nobody has: the numbers there are', async () => {
    await startEngine({});
    const { status, err } = await phone(['+15551230009']);
    expect(status).toBe(2);
    expect(err).toContain('nobody has the number +15551230009');
    expect(err).toContain('+15551230001  Reception');
  });

  test('a phone book that is none', async () => {
    await writeBook({ numbers: 3 });
    const { status, err } = await phone(['+15551230001']);
    expect([status, err]).toEqual([
      2,
      `${bookPath({ HOME: home() })} is not a phone book; start the engine again: npm start\n`,
    ]);
  });

  test.each([
    [[], 'which number?'],
    [['+15551230001', '--loud'], "Unknown option '--loud'"],
    [['+15551230001', '+15551230002'], 'one number at a time'],
    [['+15551230001', '--flow', 'x.json'], 'either a number or --flow'],
    [['+15551230001', '--script', '/no/such/file'], 'the script /no/such/file cannot be read'],
    [['+15551230001', '--answer', 'perhaps'], '"perhaps" is not an answer'],
    [['+15551230001', '--gateway', 'localhost'], '--gateway must be an http or https URL'],
  ])('%j', async (argv, message) => {
    await startEngine({});
    const { status, err } = await phone(argv);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  test('--help explains itself', async () => {
    const { status, out } = await phone(['--help']);
    expect(status).toBe(0);
    for (const word of ['--script', '--flow', 'dial: busy', 'Exit status']) expect(out).toContain(word);
  });
});

const controls: Server[] = [];
afterEach(() => controls.splice(0).forEach(server => server.close()));

/** The endpoint of a running engine that takes flow files. */
async function startControl(status: number, answer: unknown) {
  const requests: IncomingMessage[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    void text(request).then(body => {
      bodies.push(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  controls.push(server);
  const { port } = server.address() as AddressInfo;
  return { requests, bodies, access: { url: `http://127.0.0.1:${port}`, token: 'secret' } };
}

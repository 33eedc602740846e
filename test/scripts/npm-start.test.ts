import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Connection } from '@temporalio/client';
import { run } from '../../scripts/bootstrap/command';
import { build } from '../../scripts/bootstrap/build';
import { freePort } from '../../scripts/processes/free-port';
import { findCli } from '../../scripts/temporal/cli';
import { startDevServer } from '../../scripts/temporal/dev-server';
import { ACCOUNT, TOKEN } from '../setup/account';
import { postSigned } from '../setup/post-signed';
import { until } from '../setup/until';

const root = join(__dirname, '..', '..');
const FLOW = join(root, 'examples', 'flows', 'reception.json');

let home: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  await build(root);
  home = mkdtempSync(join(tmpdir(), 'studio-engine-home-'));
  const cli = await findCli();
  const cache = join(home, '.cache', 'studio-engine');
  mkdirSync(cache, { recursive: true });
  // What was found or made once is not made again.
  if (cli.startsWith(homedir())) symlinkSync(cli, join(cache, 'temporal'));
  env = { PATH: process.env['PATH'], HOME: home };
}, 120_000);
afterAll(() => rmSync(home, { recursive: true }));

/** `npm start`, once everything that has to be installed and built is. */
class Started {
  output = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(more: NodeJS.ProcessEnv = {}, args: string[] = []) {
    this.child = spawn(process.execPath, [join(root, 'dist/scripts/start/main.js'), ...args], {
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (chunk: Buffer): void => void (this.output += chunk.toString());
    this.child.stdout?.on('data', collect);
    this.child.stderr?.on('data', collect);
    this.ended = once(this.child, 'close');
  }

  async ready(): Promise<this> {
    await until(
      () => Promise.resolve(this.output.includes('Ctrl-C ends everything') || this.isOver),
      110_000,
    );
    if (this.isOver) throw new Error(this.output);
    return this;
  }

  /** What stands behind a word of the overview. */
  where(what: string): string {
    return new RegExp(`^${what} +(\\S+)`, 'm').exec(this.output)?.[1] ?? '';
  }

  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }

  private get isOver(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

function phone(...args: string[]): Promise<string> {
  return run(process.execPath, [join(root, 'dist/phone/main.js'), ...args], { env });
}

function executions(...args: string[]): Promise<string> {
  return run(process.execPath, [join(root, 'dist/scripts/executions/main.js'), ...args], { env });
}

function flows(...args: string[]): Promise<string> {
  return run(process.execPath, [join(root, 'dist/scripts/flows/main.js'), ...args], { env });
}

function addressIn(note: string): string {
  return (JSON.parse(readFileSync(note, 'utf8')) as { address: string }).address;
}

async function isServing(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

describe('npm start', () => {
  it('starts everything, for the phone too, and ends all of it with Ctrl-C', async () => {
    const started = await new Started().ready();
    const [gateway, ui] = [started.where('Gateway'), started.where('Temporal UI')];
    expect(await isServing(ui)).toBe(true);
    expect(await phone('+15551230001', '--answer', '1', '--answer', 'hangup')).toContain('from nine to six');
    expect(await phone('+15551230002', '--answer', '2')).toContain('You have ordered Knots and Splices');
    expect(await phone('+15551230003', '--answer', '1')).toContain('It is sunny in Lisbon');
    expect(await phone('--flow', FLOW, '--answer', 'hangup')).toContain('Welcome to Harbour Books');
    const record = join(home, 'appointment.json');
    const chat = ['send: Hello', 'wait', 'send: tuesday', 'wait', 'answer: human', '1'];
    expect(
      await phone('+15551230004', '--chat', '--record', record, ...chat.flatMap(line => ['--answer', line])),
    ).toContain('A flat tyre takes us half an hour');
    expect(await phone('--check', record)).toContain('as expected');
    const note = join(home, '.cache', 'studio-engine', 'temporal.json');
    const temporal = addressIn(note);
    expect(started.output).toContain(`Temporal     ${temporal},`);
    expect(await executions('list')).toBe(
      `0 executions active (Temporal at ${temporal}, namespace default)\n`,
    );
    expect(await flows('export', '--all', '--to', join(home, 'flows'))).toContain('reception, revision 1');

    await started.stop();
    expect(existsSync(note)).toBe(false);
    expect(await isServing(gateway)).toBe(false);
    expect(await isServing(ui)).toBe(false);
    await expect(phone('+15551230001')).rejects.toThrow('npm start');
  }, 120_000);

  it('passes over ports that are busy, and another one that runs', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const PORT = String((busy.address() as { port: number }).port);
    const first = await new Started({ PORT }).ready();
    const second = await new Started({ PORT }).ready();
    const gateways = [first, second].map(each => Number(new URL(each.where('Gateway')).port));
    expect(new Set([Number(PORT), ...gateways]).size).toBe(3);
    expect(second.output).toContain('Another npm start');
    expect(await phone('+15551230003', '--answer', '2')).toContain('It is raining in Bergen');
    await Promise.all([first.stop(), second.stop('SIGTERM')]);
    busy.close();
  }, 120_000);

  it('takes an empty variable for one that is not set', async () => {
    const started = await new Started({ HOST: '', FLOWS_DIR: '' }).ready();
    const { port } = new URL(started.where('Gateway'));
    expect(started.where('Flows')).toBe('examples/flows');
    expect(await isServing(`http://127.0.0.2:${port}`)).toBe(false);
    await started.stop();
  }, 120_000);

  it('goes on with the state of an earlier version, which lacks search attributes', async () => {
    const cache = join(home, '.cache', 'studio-engine');
    const file = join(cache, readdirSync(cache).find(name => name.endsWith('.db')) ?? '');
    const earlier = await startDevServer({ cli: await findCli(), port: await freePort(7233), file });
    const connection = await Connection.connect({ address: earlier.address });
    const searchAttributes = ['AccountSid', 'EndedReason'];
    await connection.operatorService.removeSearchAttributes({ namespace: 'default', searchAttributes });
    await connection.close();
    await earlier.child.stop();

    const started = await new Started().ready();
    expect(await phone('+15551230003', '--answer', '1')).toContain('It is sunny in Lisbon');
    expect(started.output).not.toContain('search attributes');
    await started.stop();
  }, 120_000);

  it('leaves nothing behind when it is killed', async () => {
    const started = await new Started().ready();
    await started.stop('SIGKILL');
    await until(async () => !(await isServing(started.where('Gateway'))));
    await until(async () => !(await isServing(started.where('Temporal UI'))));
  }, 120_000);

  it('uses the servers of TEMPORAL_ADDRESS and TWILIO_API_BASE_URL, and starts none', async () => {
    const TEMPORAL_ADDRESS = process.env['TEST_TEMPORAL_ADDRESS'];
    const TWILIO_API_BASE_URL = 'http://127.0.0.1:9';
    const TASK_QUEUE = 'npm-start';
    const started = await new Started({ TEMPORAL_ADDRESS, TWILIO_API_BASE_URL, TASK_QUEUE }).ready();
    expect(started.where('Temporal')).toBe(`${TEMPORAL_ADDRESS ?? ''},`);
    expect(started.output).not.toContain('Temporal UI  ');
    expect(started.where('Twilio')).toBe('');
    await expect(phone('--receive')).rejects.toThrow('the engine calls Twilio itself');
    expect(await phone('+15551230003', '--answer', '1')).toContain('It is sunny in Lisbon');
    await started.stop();
  }, 120_000);

  it('fixes the address of the gateway where NODE_ENV is production', async () => {
    const TEMPORAL_ADDRESS = process.env['TEST_TEMPORAL_ADDRESS'];
    const more = { TEMPORAL_ADDRESS, TASK_QUEUE: 'npm-start-production', NODE_ENV: 'production' };
    const started = await new Started(more).ready();
    expect(await phone('+15551230003', '--answer', '1')).toContain('It is sunny in Lisbon');
    await started.stop();
  }, 120_000);

  it('says what is wrong with the settings before it starts anything', async () => {
    await expect(new Started({ PORT: 'http', LOG_LEVEL: 'loud' }).ready()).rejects.toThrow(
      /^PORT is "http".*\nLOG_LEVEL is "loud"/,
    );
    await expect(new Started({}, ['--frehs']).ready()).rejects.toThrow("Unknown option '--frehs'");
  });
});

describe('a program that npm runs', () => {
  const CALL = { CallSid: 'CA1', From: '+15550001111', To: '+15552223333', CallStatus: 'ringing' };
  let script: string;
  let signals: string;
  beforeEach(() => {
    const folder = mkdtempSync(join(home, 'program-'));
    [script, signals] = [join(folder, 'program.js'), join(folder, 'signals')];
    writeFileSync(
      script,
      `const { appendFileSync } = require('node:fs');
      const note = text => appendFileSync(${JSON.stringify(signals)}, text + ' ');
      const end = () => setTimeout(() => { note('done'); process.exit(); }, 1500);
      process.once('SIGTERM', () => { note('SIGTERM'); end(); });
      process.on('SIGINT', () => note('SIGINT'));
      setInterval(() => {}, 1000);
      note('ready');`,
    );
  });

  const noted = (): string => (existsSync(signals) ? readFileSync(signals, 'utf8') : '');

  /** @param command of a shell of npm's, which becomes the program or does not */
  async function started(command: (program: string) => string): Promise<ChildProcess> {
    const entry = relative(join(root, 'dist'), script).replace(/\.js$/, '');
    const shell = spawn('sh', ['-c', command(`"${process.execPath}" scripts/run.js "${entry}"`)], {
      cwd: root,
      env: { ...env, npm_lifecycle_event: 'program' },
      stdio: 'ignore',
    });
    await until(() => Promise.resolve(noted() === 'ready '));
    return shell;
  }

  it('is told once to end when npm has been, and has its time for that', async () => {
    const shell = await started(program => `${program}; true`);
    shell.kill();
    await until(() => Promise.resolve(noted().includes('done')));
    expect(noted()).toBe('ready SIGTERM done ');
  });

  it('hears once of what both npm and the terminal tell it, and of what comes later', async () => {
    const program = await started(program => `exec ${program}`);
    const told = async (signal: NodeJS.Signals): Promise<void> => {
      for (const pause of [50, 1500]) {
        program.kill(signal);
        await new Promise(resolve => setTimeout(resolve, pause));
      }
    };
    await told('SIGINT');
    await told('SIGINT');
    await told('SIGTERM');
    await until(() => Promise.resolve(noted().includes('done')));
    expect(noted()).toBe('ready SIGINT SIGINT SIGTERM done ');
  });

  it('is waited for by npm, which ends a container: a gateway answers what has come in', async () => {
    const port = await freePort(18_080);
    const variables = { HOST: '127.0.0.1', PORT: String(port), TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const account = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: TOKEN };
    const npm = spawn('npm', ['run', 'gateway'], {
      cwd: root,
      env: { ...env, ...variables, ...account },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let ended = false;
    const end = once(npm, 'exit').finally(() => (ended = true));
    const gateway = `http://127.0.0.1:${port}`;
    await until(() => isServing(gateway));
    const answer = postSigned(`${gateway}/v1/Accounts/${ACCOUNT}/Flows/FW${'1'.repeat(32)}`, CALL);
    await new Promise(resolve => setTimeout(resolve, 500));
    npm.kill('SIGTERM');
    expect((await answer).body).toContain('We are sorry');
    expect(ended).toBe(false);
    expect(await end).toEqual([0, null]);
  }, 60_000);
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasAccount, madeUpAccount } from '../../scripts/start/account';
import { assignNumbers, sampleFlows } from '../../scripts/start/flows';
import { localUrl } from '../../scripts/start/local-url';
import { readableLine } from '../../scripts/start/log-lines';
import { readOptions } from '../../scripts/start/options';
import { writePhoneBook } from '../../scripts/start/phone-book';
import { claimStateFile } from '../../scripts/start/state-file';
import { validateDefinition } from '../../widgets/validate';
import { localEnvironment } from '../../scripts/temporal/environment';

const ACCOUNT = `AC${'1'.repeat(32)}`;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'studio-engine-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('options of npm start', () => {
  it('are none unless told', () => {
    expect(readOptions([])).toEqual({ help: false, fresh: false });
    expect(readOptions(['--fresh'])).toEqual({ help: false, fresh: true });
  });

  it('are refused when there are none of that name', () => {
    expect(() => readOptions(['--frehs'])).toThrow("Unknown option '--frehs'");
    expect(() => readOptions(['fresh'])).toThrow("Unexpected argument 'fresh'");
  });
});

describe('an account that is made up', () => {
  it('stays the same, and is told to nobody else', () => {
    const account = madeUpAccount(folder);
    expect(account.TWILIO_ACCOUNT_SID).toMatch(/^AC[0-9a-f]{32}$/);
    expect(account.TWILIO_AUTH_TOKEN).toMatch(/^[0-9a-f]{32}$/);
    expect(madeUpAccount(folder)).toEqual(account);
    expect(statSync(join(folder, 'account.json')).mode & 0o777).toBe(0o600);
  });

  it.each(['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'ACCOUNTS_FILE'])('is not needed with %s', name => {
    expect(hasAccount({})).toBe(false);
    expect(hasAccount({ [name]: 'something' })).toBe(true);
  });
});

describe('the state of earlier starts', () => {
  it('belongs to one start at a time', async () => {
    const first = await claimStateFile(ACCOUNT, false, folder);
    expect(first?.path).toBe(join(folder, `temporal-${ACCOUNT}.db`));
    expect(await claimStateFile(ACCOUNT, false, folder)).toBeUndefined();
    expect(await claimStateFile(`AC${'2'.repeat(32)}`, false, folder)).toBeDefined();
    first?.release();
    expect(await claimStateFile(ACCOUNT, false, folder)).toBeDefined();
  });

  it('is forgotten by a fresh start alone', async () => {
    const file = join(folder, `temporal-${ACCOUNT}.db`);
    writeFileSync(file, 'state');
    (await claimStateFile(ACCOUNT, false, folder))?.release();
    expect(readFileSync(file, 'utf8')).toBe('state');
    (await claimStateFile(ACCOUNT, true, folder))?.release();
    expect(() => statSync(file)).toThrow('ENOENT');
  });
});

describe("the phone's book", () => {
  const book = { gateway: 'http://127.0.0.1:8080', accountSid: ACCOUNT, authToken: 'secret', numbers: {} };
  const read = (): unknown => JSON.parse(readFileSync(join(folder, 'phone.json'), 'utf8'));

  it('is for its user alone, also where an older one was for all', () => {
    writeFileSync(join(folder, 'phone.json'), '{}', { mode: 0o644 });
    writePhoneBook(book, folder);
    expect(read()).toEqual(book);
    expect(statSync(join(folder, 'phone.json')).mode & 0o777).toBe(0o600);
  });

  it('goes with the engine, unless another has been started since', () => {
    const later = { ...book, gateway: 'http://127.0.0.1:8081' };
    const [takeBack, takeLaterBack] = [book, later].map(each => writePhoneBook(each, folder));
    takeBack?.();
    expect(read()).toEqual(later);
    takeLaterBack?.();
    expect(read).toThrow('ENOENT');
    takeLaterBack?.();
  });
});

describe('the gateway, seen from this machine', () => {
  it.each([
    ['0.0.0.0', 'http://127.0.0.1:8080'],
    ['::', 'http://127.0.0.1:8080'],
    ['::1', 'http://[::1]:8080'],
    ['desk.local', 'http://desk.local:8080'],
  ])('that listens on %s is at %s', (host, url) => {
    expect(localUrl(host, 8080)).toBe(url);
  });
});

describe('sample flows', () => {
  const samples = join(__dirname, '..', '..', 'examples', 'flows');

  it.each(readdirSync(samples))('are valid: %s', file => {
    expect(validateDefinition(JSON.parse(readFileSync(join(samples, file), 'utf8')))).toEqual([]);
  });

  it('are used as they are where the application has its usual port', async () => {
    expect(await sampleFlows(samples, 8090, folder)).toBe(samples);
  });

  it('are copied where it has another', async () => {
    const copies = await sampleFlows(samples, 8095, folder);
    const [before, after] = [samples, copies].map(each => readFileSync(join(each, 'weather.json'), 'utf8'));
    expect(before).toContain('"http://127.0.0.1:8090/weather"');
    expect(after).toBe(before?.replace(':8090/', ':8095/'));
  });

  it('have numbers, in the order of their files', () => {
    const flow = (name: string) => ({
      file: '',
      accountSid: ACCOUNT,
      flowSid: `FW-${name}`,
      name,
      problems: [],
    });
    const broken = { ...flow('broken'), problems: [{ message: 'is wrong', property_path: '#' }] };
    expect(assignNumbers([flow('a'), broken, flow('b')])).toEqual({
      '+15551230001': { flowSid: 'FW-a', name: 'a' },
      '+15551230002': { flowSid: 'FW-b', name: 'b' },
    });
  });
});

describe('what processes log', () => {
  const line = (level: number) => JSON.stringify({ level, msg: 'flow published', flowSid: 'FW1' });

  it('is a message for who looks on', () => {
    expect(readableLine('worker', line(30), false)).toBe('worker: flow published');
    const failed = JSON.stringify({ level: 50, msg: 'not imported', err: { message: 'no such folder' } });
    expect(readableLine('worker', failed, false)).toBe('worker: not imported: no such folder');
    expect(readableLine('worker', 'a line of something else', false)).toBe(
      'worker: a line of something else',
    );
  });

  it('is only what is wrong during a start or a stop', () => {
    expect(readableLine('worker', line(30), true)).toBeUndefined();
    expect(readableLine('worker', 'Worker: ready', true)).toBeUndefined();
    expect(readableLine('worker', line(40), true)).toBe('worker: flow published');
  });
});

describe('the environment of processes with a server on this machine', () => {
  it('is that of the user, without what is for other servers', () => {
    const env = localEnvironment(
      { PATH: '/bin', TEMPORAL_API_KEY: 'key', TEMPORAL_NAMESPACE: 'prod' },
      'a:1',
    );
    expect(env).toMatchObject({ PATH: '/bin', TEMPORAL_ADDRESS: 'a:1' });
    expect(Object.keys(env).sort()).toEqual(['PATH', 'TEMPORAL_ADDRESS', 'TEMPORAL_CONFIG_FILE']);
    expect(() => statSync(env['TEMPORAL_CONFIG_FILE'] ?? '')).toThrow('ENOENT');
  });
});

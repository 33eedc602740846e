import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { JsonObject } from '../../flow/json';
import { run } from '../../scripts/flows/main';
import { connect } from '../../scripts/flows/temporal';
import { leaveTemporalNote } from '../../scripts/start/temporal-note';
import { flowSidOf } from '../../store/flow-files';
import { FlowStore } from '../../store/flow-store';
import { flowOf, say } from '../e2e/flows';
import { newSid } from '../setup/sid';
import { ACCOUNT, Stage } from '../setup/stage';

let stage: Stage;
let store: FlowStore;
let folder: string;

beforeAll(async () => {
  stage = await Stage.set();
  await stage.startWorker();
  store = new FlowStore(stage.client, stage.settings.taskQueue);
});
afterAll(() => stage.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What the program prints, and its exit status. */
const flows = (...argv: string[]) => flowsWith({}, ...argv);

async function flowsWith(
  more: NodeJS.ProcessEnv,
  ...argv: string[]
): Promise<{ status: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const to = (name: keyof typeof texts): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        texts[name] += chunk.toString();
        done();
      },
    });
  const env = {
    TEMPORAL_ADDRESS: stage.address,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TASK_QUEUE: stage.settings.taskQueue,
    ...more,
  };
  const status = await run(argv, { stdout: to('out'), stderr: to('err'), env });
  return { status, ...texts };
}

function write(name: string, json: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof json === 'string' ? json : JSON.stringify(json));
  return file;
}

const saying = (text: string): JsonObject => flowOf(say('hello', text));
const create = async (definition: JsonObject, friendlyName = 'Reception'): Promise<string> =>
  (await store.create({ accountSid: ACCOUNT, friendlyName, status: 'published', definition })).sid;

describe('npm run flows', () => {
  it('says how it is used', async () => {
    expect(await flows('--help')).toMatchObject({
      status: 0,
      out: expect.stringContaining('Usage:') as string,
    });
  });

  it.each([
    [[], 'Say validate, import, export or diff.'],
    [['publish'], 'publish: it must be validate'],
    [['import'], 'Say which files'],
    [['validate', '--draft', 'x.json'], '--draft is no option of validate'],
    [['export'], 'Say which flows, or --all'],
    [['export', '--all', 'FW1'], 'Say which flows, or --all'],
    [['export', 'FW1'], 'it must be a SID, FW'],
    [['diff', `FW${'1'.repeat(32)}`], 'Say one flow, and one file'],
    [['export', `FW${'1'.repeat(32)}`, '--revision', '0'], 'a number from 1 on'],
    [['import', '--wrong', 'x'], "Unknown option '--wrong'"],
    [['validate', '/nowhere.json'], 'there is no such file'],
  ])('%j is refused: %s', async (argv, message) => {
    const { status, err } = await flows(...argv);
    expect(err).toContain(message);
    expect(status).toBe(2);
  });

  it('says where Temporal is not', async () => {
    const none = new Writable({ write: (_chunk, _encoding, done) => done() });
    const env = { TEMPORAL_ADDRESS: '127.0.0.1:1', TWILIO_ACCOUNT_SID: ACCOUNT };
    expect(await run(['export', '--all', '--to', folder], { stdout: none, stderr: none, env })).toBe(2);
  });

  it('asks the Temporal of npm start where no address is given', async () => {
    const sid = await create(saying('One'));
    leaveTemporalNote(stage.address, folder);
    const place = await connect({ TWILIO_ACCOUNT_SID: ACCOUNT }, undefined, folder);
    expect(await place.store.read(ACCOUNT, sid)).toMatchObject({ sid });
    await place.client.connection.close();
  });
});

describe('validate', () => {
  it('tells mistakes with their places, and fails only for what cannot be run', async () => {
    const good = write('good.json', saying('Hello {{widgets.nobody.x}}'));
    const warned = await flows('validate', good);
    expect(warned).toMatchObject({ status: 0, err: '1 flows, 0 invalid\n' });
    expect(warned.out).toContain(
      'good.json: #/states/1/properties/say: warning: there is no widget "nobody"',
    );
    write('bad.json', { ...saying('x'), initial_state: 'Nowhere' });
    write('broken.json', '{');
    const failed = await flows('validate', folder);
    expect(failed).toMatchObject({ status: 1, err: '3 flows, 2 invalid\n' });
    expect(failed.out).toContain('bad.json: #/initial_state: error: there is no widget "Nowhere"');
    expect(failed.out).toContain('broken.json: #: error:');
  });

  it('follows links, and takes a folder that Kubernetes mounts for what it shows', async () => {
    mkdirSync(join(folder, '..v1'));
    write('..v1/good.json', saying('Hello'));
    symlinkSync('..v1', join(folder, '..data'));
    symlinkSync('..data/good.json', join(folder, 'good.json'));
    const all = { status: 0, err: '1 flows, 0 invalid\n' };
    expect(await flows('validate', folder)).toMatchObject(all);
    expect(await flows('validate', join(folder, 'good.json'))).toMatchObject(all);
  });

  it('takes settings for a part of their flow, as where a shell names all files of a folder', async () => {
    const files = [
      write('good.json', saying('Hello')),
      write('good.settings.json', { onActive: 'never' }),
      write('lost.settings.json', {}),
    ];
    const { status, out, err } = await flows('validate', ...files);
    expect(out.split('\n')).toEqual([
      expect.stringContaining('good.json: good.settings.json#/onActive: error:'),
      expect.stringContaining('lost.settings.json: #: error: there is no lost.json beside it'),
      '',
    ]);
    expect([status, err]).toEqual([1, '2 flows, 2 invalid\n']);
  });

  it('tells of two files of one flow, be they named or lie in a folder', async () => {
    const [sid, owner] = [flowSidOf('good.json'), newSid('AC')];
    mkdirSync(join(folder, owner));
    const files = [`${sid}.json`, `${owner}/good.json`, 'good.json'].map(name =>
      write(name, saying('Hello')),
    );
    for (const paths of [[folder], files]) {
      const { status, out, err } = await flows('validate', ...paths);
      for (const file of files) {
        for (const other of files.filter(one => one !== file))
          expect(out).toContain(`${file}: #: error: ${sid} is the flow of ${other}, too: remove or rename`);
      }
      expect([status, err]).toEqual([1, '3 flows, 3 invalid\n']);
    }
  });

  it('takes folders for as many places, which may have the same flows', async () => {
    const places = ['staging', 'production'].map(name => join(folder, name));
    for (const place of places) mkdirSync(place);
    write('staging/good.json', saying('Hello'));
    write('production/good.json', saying('Hello'));
    expect(await flows('validate', ...places)).toMatchObject({ status: 0, out: '' });
  });
});

describe('import', () => {
  it('saves what has changed, as drafts where told', async () => {
    const sid = await create(saying('One'));
    const file = write(`${sid}.json`, saying('Two'));
    expect(await flows('import', '--draft', file)).toMatchObject({
      status: 0,
      out: `${file}: ${sid} draft as revision 2\n`,
    });
    expect((await flows('import', '--draft', folder)).out).toBe(`${file}: ${sid} unchanged, revision 2\n`);
    expect((await flows('import', file)).out).toBe(`${file}: ${sid} published as revision 3\n`);
    expect(await store.read(ACCOUNT, sid)).toMatchObject({
      friendlyName: 'Reception',
      revision: 3,
      definition: saying('Two'),
    });
  });

  it("gives what lies in an account's folder to that account, be it named as a file or as a folder", async () => {
    const owner = newSid('AC');
    mkdirSync(join(folder, owner));
    const sids = [newSid('FW'), newSid('FW')] as const;
    const [file] = sids.map(sid => write(join(owner, `${sid}.json`), saying('One')));
    expect(await flows('import', file!)).toMatchObject({ status: 0, err: '' });
    expect(await flows('import', join(folder, owner))).toMatchObject({ status: 0, err: '' });
    for (const sid of sids) expect(await store.read(owner, sid)).toMatchObject({ revision: 1 });
  });

  it('tells what is wrong with one flow, and takes the others', async () => {
    write('bad.json', {});
    write(`${process.pid}-${Date.now()}.json`, saying('Good'));
    const { status, out } = await flows('import', folder);
    expect(status).toBe(1);
    expect(out).toMatch(/bad\.json: #\/states: error:/);
    expect(out).toContain('published as revision 1');
  });

  it('saves neither of two files of one flow', async () => {
    const sid = await create(saying('One'));
    for (const place of ['staging', 'production']) {
      mkdirSync(join(folder, place));
      write(`${place}/${sid}.json`, saying(place));
    }
    const { status, out } = await flows('import', join(folder, 'staging'), join(folder, 'production'));
    expect([status, out.match(/neither is imported/g)?.length]).toEqual([1, 2]);
    expect(await store.read(ACCOUNT, sid)).toMatchObject({ revision: 1 });
  });

  it('says that no worker answers', async () => {
    const file = write(`${process.pid}-${Date.now()}.json`, saying('Hello'));
    const { status, err } = await flowsWith({ TASK_QUEUE: 'nobody' }, 'import', file);
    expect([status, err]).toEqual([2, expect.stringContaining('No worker answers: start one')]);
  });
});

describe('export', () => {
  it('writes flows as they were saved, so that they can be imported elsewhere', async () => {
    const sid = await create(saying('One'));
    await store.save(ACCOUNT, sid, {
      status: 'draft',
      definition: saying('Two'),
      settings: { onActive: 'reject' },
    });
    expect((await flows('export', sid, '--to', folder)).out).toContain('Reception, revision 2 (draft)');
    const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
    expect(read(`${sid}.json`)).toEqual(saying('Two'));
    expect(read(`${sid}.settings.json`)).toEqual({ onActive: 'reject' });
    await flows('export', sid, '--revision', '1', '--to', join(folder, 'old'));
    expect(read(`old/${sid}.json`)).toEqual(saying('One'));
  });

  it('leaves no settings of an earlier export that the flow has no more', async () => {
    const sid = await create(saying('One'));
    const settings = join(folder, `${sid}.settings.json`);
    await store.save(ACCOUNT, sid, { status: 'published', settings: { onActive: 'reject' } });
    await flows('export', sid, '--to', folder);
    expect(existsSync(settings)).toBe(true);
    await store.save(ACCOUNT, sid, { status: 'published', settings: {} });
    await flows('export', sid, '--to', folder);
    expect(existsSync(settings)).toBe(false);
  });

  it('makes no second file of a flow, and writes the others', async () => {
    const name = `mine-${process.pid}-${Date.now()}.json`;
    const [file, mine] = [write(name, saying('Mine')), flowSidOf(name)];
    await flows('import', file);
    await store.save(ACCOUNT, mine, { status: 'draft', definition: saying('Two') });
    const sid = await create(saying('One'));
    expect(await flows('export', mine, sid, '--to', folder)).toMatchObject({
      status: 1,
      out: expect.stringContaining(`${sid}.json: Reception, revision 1`) as string,
      err: `${mine} is not written: ${file} is that flow already. Say another folder, or remove the file.\n`,
    });
    expect(readdirSync(folder).sort()).toEqual([`${sid}.json`, name].sort());
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(saying('Mine'));
  });

  it('writes all flows of the account', async () => {
    const sids = [await create(saying('One')), await create(saying('Two'))];
    await flows('export', '--all', '--to', folder);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(sids.map(sid => `${sid}.json`)));
  });

  it('tells what is not there', async () => {
    const sid = await create(saying('One'));
    expect(await flows('export', sid, '--revision', '7', '--to', folder)).toMatchObject({
      status: 1,
      err: `The account ${ACCOUNT} has no revision 7 of ${sid}.\n`,
    });
  });
});

describe('diff', () => {
  it('tells widget by widget what a file would change', async () => {
    const sid = await create(flowOf(say('hello', 'Hello', 'bye'), say('bye', 'Bye')));
    const file = write('new.json', flowOf(say('hello', 'Good day', 'end'), say('end', 'Bye')));
    const { status, out } = await flows('diff', sid, file);
    expect(out.split('\n')).toEqual([
      '- bye (say-play)',
      '~ hello (say-play)',
      '    ~ say: "Hello" -> "Good day"',
      '    ~ on audioComplete: go to bye -> go to end',
      '+ end (say-play)',
      '    + type: say-play',
      '    + say: "Bye"',
      '    + loop: 1',
      '    + on audioComplete: end',
      '',
    ]);
    expect(status).toBe(1);
  });

  it('wants one file', async () => {
    const sid = await create(saying('Hello'));
    write('one.json', saying('Hello'));
    expect(await flows('diff', sid, folder)).toMatchObject({
      status: 2,
      out: expect.stringContaining(`${folder}: #: error: EISDIR`) as string,
    });
  });

  it('is content where both say the same, wherever widgets stand', async () => {
    const sid = await create(saying('Hello'));
    const moved = saying('Hello');
    const states = (moved['states'] as JsonObject[]).map(state => ({
      ...state,
      properties: { ...(state['properties'] as JsonObject), offset: { x: 7, y: 7 } },
    }));
    expect(await flows('diff', sid, write('same.json', { ...moved, states }))).toMatchObject({
      status: 0,
      out: '',
    });
  });
});

const corpus = process.env['FLOWS_CORPUS'];

(corpus ? describe : describe.skip)('flows exported from hosted Studio', () => {
  it('come out as they went in', async () => {
    const names = readdirSync(corpus ?? '').filter(name => name.endsWith('.json'));
    mkdirSync(join(folder, 'in'));
    const sids = await Promise.all(names.map(async name => [await create(saying('x')), name] as const));
    for (const [sid, name] of sids) cpSync(join(corpus ?? '', name), join(folder, 'in', `${sid}.json`));
    const imported = await flows('import', join(folder, 'in'));
    expect(imported.status).toBe(0);
    await flows('export', ...sids.map(([sid]) => sid), '--to', join(folder, 'out'));
    for (const [sid] of sids) {
      const [before, after] = ['in', 'out'].map(
        side => JSON.parse(readFileSync(join(folder, side, `${sid}.json`), 'utf8')) as unknown,
      );
      expect(after).toEqual(before);
    }
  });
});

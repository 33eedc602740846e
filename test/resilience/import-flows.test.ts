import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '../setup/fuzz';
import type { Json, JsonObject } from '../../flow/json';
import { importFlows, type Imported } from '../../store/import-flows';
import { readHead } from '../../store/read-head';
import { ACCOUNT, Engine } from '../setup/engine';
import { flowOf, gather, http, say, state, variables } from './flows';
import { Outside } from './outside';

let engine: Engine;
let outside: Outside;
let directory: string;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'flows-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(file: string, content: unknown): void {
  writeFileSync(join(directory, file), typeof content === 'string' ? content : JSON.stringify(content));
}

async function imports(): Promise<Record<string, Imported>> {
  const { client, settings } = engine;
  const imported = await importFlows({
    client,
    taskQueue: settings.taskQueue,
    accountSid: ACCOUNT,
    directory,
  });
  return Object.fromEntries(imported.map(one => [one.file.slice(directory.length + 1), one]));
}

const good = (): JsonObject => flowOf(say('hello', `Hello ${Math.random()}`));

describe('a flow file that cannot be imported', () => {
  it('is told of, and keeps no other out', async () => {
    const other = `AC${'b'.repeat(32)}`;
    const name = `two-owners-${process.pid}-${Date.now()}`;
    mkdirSync(join(directory, other));
    write(`${other}/${name}.json`, good());
    write(`${name}.json`, good());
    write('broken.json', '{"states":');
    write('huge.json', flowOf(say('hello', 'x'.repeat(3_000_000))));
    write('list.json', [good()]);
    write('no-states.json', { ...good(), states: [] });
    write('zero.json', good());
    const imported = await imports();
    const told = Object.values(imported).map(({ file, problems, changed }) => [
      file.slice(directory.length + 1),
      problems.length > 0,
      changed ?? false,
    ]);
    expect(told).toEqual([
      [`${other}/${name}.json`, false, true],
      ['broken.json', true, false],
      ['huge.json', true, false],
      ['list.json', true, false],
      ['no-states.json', true, false],
      [`${name}.json`, true, false],
      ['zero.json', false, true],
    ]);
    expect(imported[`${name}.json`]?.problems[0]?.message).toContain('belongs to another account');
  });

  it('leaves the revision that runs', async () => {
    const file = `flow-${process.pid}-${Date.now()}.json`;
    write(file, good());
    const { [file]: first } = await imports();
    const flowSid = first?.flowSid ?? '';
    expect(await readHead(engine.client, flowSid)).toMatchObject({ publishedRevision: 1 });
    for (const bad of ['', 'null', { states: [{}] }, { ...good(), initial_state: 'Nowhere' }]) {
      write(file, bad);
      expect((await imports())[file]?.problems).not.toEqual([]);
    }
    expect(await readHead(engine.client, flowSid)).toMatchObject({ publishedRevision: 1, latestRevision: 1 });
    write(file, good());
    expect((await imports())[file]).toMatchObject({ revision: 2, problems: [] });
  });
});

/** One of every kind that a call gets through without a script. */
function everyWidget(): JsonObject {
  const url = outside.url('/any');
  return flowOf(
    say('hello', 'Hello {{contact.channel.address}}', 'split'),
    state('split', 'split-based-on', { input: '{{trigger.call.From}}' }, { noMatch: 'vars' }),
    variables('vars', { a: '{{flow.sid}}', b: '{% if a %}1{% endif %}' }, 'http'),
    http('http', 'POST', url, 'function', 'function', '{"a":"{{flow.variables.a}}"}'),
    state(
      'function',
      'run-function',
      { url, parameters: [{ key: 'k', value: 'v' }] },
      { success: 'stream', fail: 'stream' },
    ),
    state(
      'stream',
      'fork-stream',
      { stream_action: 'start', stream_url: 'wss://example.com' },
      { next: 'record' },
    ),
    state(
      'record',
      'record-voicemail',
      { timeout: 5 },
      { recordingComplete: 'dial', noAudio: 'dial', hangup: '' },
    ),
    state('dial', 'connect-call-to', { noun: 'number', to: '+1555' }, { callCompleted: 'queue', hangup: '' }),
    state(
      'queue',
      'enqueue-call',
      { queue_name: 'q' },
      { callComplete: 'pay', failedToEnqueue: '', callFailure: '' },
    ),
    state('pay', 'capture-payments', { payment_connector: 'c' }, { success: 'ask', hangup: '' }),
    gather('ask', 'Key?', 'redirect', 'redirect'),
    state(
      'redirect',
      'add-twiml-redirect',
      { url, method: 'GET', timeout: '0' },
      { return: '', timeout: '', fail: '' },
    ),
  );
}

const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    'x'.repeat(5000),
    '{{',
    '{% for i in (1..99999999) %}x{% endfor %}',
    '{{ "a" | nofilter }}',
    '<Say>&',
    '__proto__',
  ),
  fc.constantFrom('\u0000', '\ud800', ']]>', '<!ENTITY x "y">', 'wss://x', 'http://169.254.169.254/'),
  fc.string({ unit: 'binary' }),
);
const hostile: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(null, 0, -1, 1e308, true, [], {}),
  hostileText,
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** The texts among a widget's properties, one after the other, are other texts: the validator lets most pass. */
function spoil(flow: JsonObject, texts: string[]): JsonObject {
  const [...rest] = texts;
  const spoiled = (value: Json): Json => {
    if (typeof value === 'string') return rest.shift() || value;
    if (Array.isArray(value)) return value.map(spoiled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, spoiled(item)]));
  };
  const states = (flow['states'] as JsonObject[]).map(({ properties = {}, ...state }) => ({
    ...state,
    properties: spoiled(properties),
  }));
  return { ...flow, states };
}

/** Something in the flow is something else, gone, or there twice. */
const mutation = fc.record({
  where: fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }),
  how: fc.constantFrom('replace', 'remove', 'rename', 'double'),
  what: hostile,
});

function mutate(value: Json, { where, how, what }: { where: number[]; how: string; what: Json }): Json {
  const [first = 0, ...rest] = where;
  if (Array.isArray(value) && value.length > 0) {
    const index = first % value.length;
    if (rest.length > 0) return value.with(index, mutate(value[index] ?? null, { where: rest, how, what }));
    if (how === 'remove') return value.toSpliced(index, 1);
    return how === 'double' ? [...value, value[index] ?? null] : value.with(index, what);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return what;
  const entries = Object.entries(value);
  if (entries.length === 0) return what;
  const [name, item] = entries[first % entries.length] ?? ['', null];
  const others = entries.filter(([other]) => other !== name);
  if (rest.length > 0) return { ...value, [name]: mutate(item, { where: rest, how, what }) };
  if (how === 'remove') return Object.fromEntries(others);
  return Object.fromEntries([...others, how === 'rename' ? [JSON.stringify(what), item] : [name, what]]);
}

/** Empty: that one stays. */
const texts = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant('') }, hostileText), { maxLength: 40 });

describe('any flow file', () => {
  it('is refused with problems, or can be called; it never throws', async () => {
    let calls = 0;
    await fc.assert(
      fc.asyncProperty(texts, fc.array(mutation, { maxLength: 2 }), async (others, mutations) => {
        // A name of its own: which revision of a flow is published may go unnoticed for a second.
        const file = `fuzzed-${randomUUID()}.json`;
        write(file, mutations.reduce<Json>(mutate, spoil(everyWidget(), others)));
        const { [file]: imported } = await imports();
        rmSync(join(directory, file));
        if (!imported || imported.problems.length > 0) return;
        calls += 1;
        const call = await engine.call(engine.flowAt(imported.flowSid), []);
        expect(call.error).toBeUndefined();
      }),
      { numRuns: 40 },
    );
    expect(calls).toBeGreaterThan(0);
  });

  it('is read or refused, whatever bytes it has', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          hostile.map(value => JSON.stringify(value)),
        ),
        async content => {
          write('bytes.json', content);
          expect((await imports())['bytes.json']?.problems).not.toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectTemporal } from '../../scripts/temporal/connect';
import { leaveTemporalNote } from '../../scripts/start/temporal-note';
import { saveFlow } from '../../store/save-flow';
import { flowOf, say } from '../e2e/flows';
import { newSid } from '../setup/sid';
import { ACCOUNT, Stage } from '../setup/stage';
import { begin, executions, found, untilFound } from './executions';

let stage: Stage;
/** Of one test alone. */
let flowSid: string;

beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage.close());
beforeEach(() => (flowSid = newSid('FW')));

const list = (...argv: string[]) => executions({ TEMPORAL_ADDRESS: stage.address }, ['list', ...argv]);

describe('npm run executions -- list', () => {
  it('shows what is active, for people and for programs', async () => {
    const { handle, ...begun } = await begin(stage, flowSid);
    await untilFound(stage, 1, '--flow', flowSid);
    expect(await found(stage, '--flow', flowSid)).toEqual([
      {
        ...begun,
        flowName: null,
        since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        runId: expect.any(String) as string,
      },
    ]);

    const { stdout, stderr, status } = await list('--flow', flowSid);
    const [head, row] = stdout.split('\n');
    expect(head).toMatch(/^SINCE +AGE +CONTACT +FLOW +CALL +EXECUTION +WORKFLOW ID$/);
    expect(row?.split(/ +/)).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      expect.stringMatching(/^\d+s$/),
      ...['+15557654321', flowSid, begun.callSid, begun.executionSid, begun.workflowId],
    ]);
    expect(stderr).toBe(`1 execution active (Temporal at ${stage.address}, namespace default)\n`);
    expect(status).toBe(0);

    await handle.terminate();
    await untilFound(stage, 0, '--flow', flowSid);
  });

  it('calls a flow by its name', async () => {
    const worker = await stage.startWorker();
    await saveFlow(stage.client, stage.settings.taskQueue, {
      accountSid: ACCOUNT,
      flowSid,
      friendlyName: 'Harbour \u001b[31mBooks',
      status: 'published',
      definition: flowOf(say('hello', 'Hello')),
    });
    await worker.shutdown();
    const { handle } = await begin(stage, flowSid);
    await untilFound(stage, 1, '--flow', flowSid);
    expect(await found(stage, '--flow', flowSid)).toMatchObject([{ flowName: 'Harbour \u001b[31mBooks' }]);
    // A terminal would obey it.
    expect((await list('--flow', flowSid)).stdout).toContain('Harbour  [31mBooks');
    await handle.terminate();
  });

  it('finds a contact by any address, and nobody else by it', async () => {
    const contacts = [
      'whatsapp:+15557654321',
      "sip:o'brien@example.com",
      "x' OR ExecutionStatus = 'Running",
      "x'; DROP TABLE executions_visibility; --",
      'per%cent_',
      'Zoë',
    ];
    const all = await Promise.all(contacts.map(contact => begin(stage, flowSid, { contact })));
    await untilFound(stage, contacts.length, '--flow', flowSid);
    for (const { contact, executionSid } of all) {
      const ours = await found(stage, '--flow', flowSid, '--contact', contact);
      expect(ours).toMatchObject([{ contact, executionSid }]);
    }
    const several = contacts.slice(0, 3).flatMap(contact => ['--contact', contact]);
    expect(await found(stage, '--flow', flowSid, ...several)).toHaveLength(3);
    await Promise.all(all.map(({ handle }) => handle.terminate()));
  });

  it('finds what began long enough ago', async () => {
    const { handle } = await begin(stage, flowSid);
    await untilFound(stage, 1, '--flow', flowSid, '--older-than', '1s');
    expect(await found(stage, '--flow', flowSid, '--older-than', '1h')).toEqual([]);
    await handle.terminate();
  });
});

describe('the Temporal that npm run executions asks', () => {
  let notes: string;
  beforeEach(() => (notes = mkdtempSync(join(tmpdir(), 'notes-'))));
  afterEach(() => rmSync(notes, { recursive: true }));

  const nameOf = async (env: NodeJS.ProcessEnv): Promise<string> => {
    const { client, name } = await connectTemporal(env, notes);
    await client.connection.close();
    return name;
  };

  it('is the one of npm start where no address is given', async () => {
    leaveTemporalNote(stage.address, notes);
    expect(await nameOf({})).toBe(`Temporal at ${stage.address}, namespace default`);
    // That is another server's.
    expect(await nameOf({ TEMPORAL_NAMESPACE: 'production' })).toBe(
      `Temporal at ${stage.address}, namespace default`,
    );
  });

  it('is the one whose address is given', async () => {
    leaveTemporalNote('127.0.0.1:1', notes);
    const env = { TEMPORAL_ADDRESS: stage.address, TEMPORAL_NAMESPACE: 'production' };
    expect(await nameOf(env)).toBe(`Temporal at ${stage.address}, namespace production`);
  });

  it('is told where it cannot be reached', async () => {
    const { status, stdout, stderr } = await executions({ TEMPORAL_ADDRESS: '127.0.0.1:1' }, ['list']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^Temporal at 127\.0\.0\.1:1, namespace default, cannot be reached: .*\nSet TEMPORAL_ADDRESS, or run npm start first\.\n$/,
    );
  });

  it('is not looked for with a configuration that cannot be read, of which no secret is told', async () => {
    const file = join(notes, 'temporal.toml');
    writeFileSync(file, '[profile.default]\napi_key = "the key"\naddress = ');
    const { status, stderr } = await executions({ TEMPORAL_CONFIG_FILE: file }, ['list']);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^TEMPORAL_…: .+\n$/)]);
    expect(stderr).not.toContain('the key');
  });
});

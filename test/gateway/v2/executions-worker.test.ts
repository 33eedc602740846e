import type { Engine } from '../../setup/engine';
import { NUMBER } from '../../setup/engine';
import {
  own,
  publish,
  short,
  someone,
  start,
  untilEnded,
  untilSteps,
  waiting,
  type Published,
} from './executions';
import { ask, startRest } from './rest';

let engine: Engine;
let brief: Published;
let patient: Published;

beforeAll(async () => {
  engine = await startRest([own]);
  brief = await publish(engine, short());
  patient = await publish(engine, waiting());
});
afterAll(() => engine.close());

const told = (path: string, form?: Record<string, string>) =>
  ask(`${engine.url}${path}`, { account: { ...own }, ...(form && { method: 'POST', form }) });

/** Only what needs no worker is done in between. */
async function withoutWorker(work: () => Promise<void>): Promise<void> {
  await engine.worker.shutdown();
  try {
    await work();
  } finally {
    engine.worker = await engine.startWorker();
  }
}

test('while no worker runs, executions start, and are read and listed; what needs one says so', async () => {
  const before = await start(patient);
  await untilSteps(patient, before.sid, 2);
  const [step] = await patient.executions(before.sid).steps.list();
  const over = await start(brief);
  await untilEnded(brief, over.sid);
  let parked = '';

  await withoutWorker(async () => {
    const { sid } = await brief.executions.create({ to: someone(), from: NUMBER });
    parked = sid;
    expect(await brief.executions(sid).fetch()).toMatchObject({ status: 'active' });
    expect((await brief.executions.list()).map(each => each.sid)).toEqual([sid, over.sid]);
    expect(await patient.executions(before.sid).fetch()).toMatchObject({ status: 'active' });

    const execution = `/v2/Flows/${patient.sid}/Executions/${before.sid}`;
    const unanswered = {
      status: 503,
      headers: { 'retry-after': expect.any(String) as string },
      body: { code: 20503, status: 503, message: expect.stringContaining('No worker answers') as string },
    };
    const paths = ['/Context', '/Steps', `/Steps/${step!.sid}`, `/Steps/${step!.sid}/Context`];
    for (const answer of await Promise.all(paths.map(path => told(execution + path)))) {
      expect(answer).toMatchObject(unanswered);
    }
    expect(await told(`/v2/Flows/${brief.sid}/Executions/${over.sid}/Steps`)).toMatchObject(unanswered);

    const ending = await told(execution, { Status: 'ended' });
    expect(ending).toMatchObject({
      status: 503,
      body: { message: expect.stringContaining('has been told to end and has not ended yet') as string },
    });
    expect(await patient.executions(before.sid).fetch()).toMatchObject({ status: 'active' });

    // It is terminated where nobody ends it.
    expect(await brief.executions(over.sid).remove()).toBe(true);
    const { sid: deleted } = await start(patient);
    expect(await patient.executions(deleted).remove()).toBe(true);
    await expect(patient.executions(deleted).fetch()).rejects.toMatchObject({ status: 404 });
  });

  await untilEnded(brief, parked);
  await untilEnded(patient, before.sid);
  expect(await patient.executions(before.sid).steps.list()).toHaveLength(2);
});

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flowSidOf } from '../../store/flow-files';
import { readHead } from '../../store/read-head';
import type { RunningWorker } from '../../worker/run';
import { flowOf, say } from '../e2e/flows';
import { Line } from '../setup/line';
import { Stage } from '../setup/stage';
import { until } from '../setup/until';

let stage: Stage;
let line: Line;
let worker: RunningWorker;
let file: string;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'flows-'));
  file = join(directory, `${randomUUID()}.json`);
  write('Hello');
  stage = await Stage.set();
  line = new Line(stage.address);
  await line.mend();
  worker = await stage.startWorker({
    flowsDir: directory,
    temporal: { connectionOptions: { address: line.address } },
  });
});
afterAll(async () => {
  await worker.shutdown();
  line.cut();
  await stage.close();
  rmSync(join(file, '..'), { recursive: true });
});

function write(text: string): void {
  writeFileSync(file, JSON.stringify(flowOf(say('hello', text))));
}

function untilLogged(message: string): Promise<void> {
  return until(() => Promise.resolve(stage.logged.join('').includes(message)), 60_000);
}

async function published(): Promise<number | null | undefined> {
  return (await readHead(stage.client, flowSidOf(file)))?.publishedRevision;
}

describe('a worker that loses Temporal while a flow changes', () => {
  it('imports it by itself when Temporal is back', async () => {
    await untilLogged('flow published');
    expect(await published()).toBe(1);
    line.cut();
    write('Good evening');
    await untilLogged('flows could not be imported');
    await line.mend();
    await until(async () => (await published()) === 2);
  }, 120_000);
});

import type { JsonObject } from '../../flow/json';
import { readRevision } from '../../store/revision-reader';
import { own, publish } from '../gateway/v2/executions';
import { ask, definition, startRest } from '../gateway/v2/rest';
import type { Engine } from '../setup/engine';
import type { GatewayProcess } from '../setup/start-gateway-process';
import type { WorkerProcess } from '../setup/start-worker-process';
import { until } from '../setup/until';

const CLIENTS = 6;
const SAVES = 5;

/** A save that was acknowledged. */
interface Saved {
  revision: unknown;
  text: string;
  by: GatewayProcess;
}

let engine: Engine;
let worker: WorkerProcess;
let sid: string;
/** The flow's, behind any gateway. */
let path: string;
let unanswered: number;

beforeAll(async () => {
  engine = await startRest([own], { worker: 'none' });
  worker = await engine.startWorkerProcess();
});
afterAll(() => engine.close());
beforeEach(async () => {
  ({ sid } = await publish(engine, definition('first')));
  path = `/v2/Flows/${sid}`;
  unanswered = 0;
});

/** @returns undefined: the gateway has not answered, and nobody knows whether it has saved */
async function save(gateway: string, text: string, Status = 'published'): Promise<JsonObject | undefined> {
  const form = { Status, Definition: JSON.stringify(definition(text)) };
  const answer = await ask(gateway + path, { method: 'POST', account: own, form }).catch(() => undefined);
  if (!answer) unanswered += 1;
  else if (answer.status !== 200) throw new Error(answer.text);
  return answer?.body;
}

/** Saves one revision after the other, each by the other gateway where the one does not answer. */
async function client(name: string, gateways: GatewayProcess[], told: (saved: Saved) => Promise<void>) {
  let [one, other] = gateways as [GatewayProcess, GatewayProcess];
  for (let count = 0; count < SAVES; count += 1) {
    const text = `${name} ${count}`;
    let flow = await save(one.url, text);
    if (!flow) {
      [one, other] = [other, one];
      flow = await save(one.url, text);
    }
    if (!flow) throw new Error('no gateway answers');
    await told({ revision: flow['revision'], text, by: one });
  }
}

async function read(rest = ''): Promise<JsonObject> {
  return (await ask(`${engine.url}${path}/Revisions${rest}`, { account: own })).body;
}

describe('a gateway that is killed', () => {
  it('while clients save a flow over two: nothing that was acknowledged is lost, and saves go on', async () => {
    const gateways = await Promise.all([engine.startGatewayProcess(), engine.startGatewayProcess()]);
    const [killed, living] = gateways;
    const saved: Saved[] = [];
    const told = async (one: Saved): Promise<void> => {
      // What it has said last must be true all the same.
      if (saved.push(one) >= (CLIENTS * SAVES) / 3 && one.by === killed) await killed.kill();
    };
    await Promise.all(
      Array.from({ length: CLIENTS }, (_, index) =>
        client(`client ${index}`, index % 2 === 0 ? gateways : gateways.toReversed(), told),
      ),
    );
    // Else nothing was under way when it was killed.
    expect(unanswered).toBeGreaterThan(0);

    expect(saved).toHaveLength(CLIENTS * SAVES);
    expect(new Set(saved.map(({ revision }) => revision)).size).toBe(saved.length);
    for (const { revision, text } of saved) {
      expect(await read(`/${String(revision)}`)).toMatchObject({ revision, definition: definition(text) });
    }
    const listed = (await read('?PageSize=1000'))['revisions'] as JsonObject[];
    const latest = listed.length;
    expect(listed.map(({ revision }) => revision)).toEqual(listed.map((_, index) => latest - index));
    // Besides the first one: what nobody was told of may have been saved, too.
    expect(latest - 1 - saved.length).toBeGreaterThanOrEqual(0);
    expect(latest - 1 - saved.length).toBeLessThanOrEqual(unanswered);
    expect(await save(living.url, 'last')).toMatchObject({ revision: latest + 1 });
  });

  it('in the middle of a save: it is not seen half made, and is whole with the next one', async () => {
    const gateway = await engine.startGatewayProcess();
    // Without a worker a save comes as far as to write its revision, which the flow then does not know of.
    await worker.kill();
    const saving = save(gateway.url, 'cut short');
    await until(async () => (await readRevision(engine.client, sid, 2)) !== undefined);
    await gateway.kill();
    expect(await saving).toBeUndefined();
    expect((await read())['revisions']).toHaveLength(1);

    worker = await engine.startWorkerProcess();
    expect(await save(engine.url, 'next', 'draft')).toMatchObject({ revision: 3 });
    const published = { revision: 2, definition: definition('cut short') };
    expect(await read('/LatestPublished')).toMatchObject(published);
  });
});

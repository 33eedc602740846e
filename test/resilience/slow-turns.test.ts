import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heard, requests } from '../../phone/record';
import { Engine, type Flow } from '../setup/engine';
import { flowOf, gather, http, say } from './flows';
import { Outside } from './outside';
import { startTemporalServer, type TemporalServer } from '../setup/temporal-server';
import { CallLeg, queryIn } from './twilio';

let folder: string;
let temporal: TemporalServer;
let engine: Engine;
let outside: Outside;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'temporal-'));
  temporal = await startTemporalServer({ file: join(folder, 'temporal.db') });
  [engine, outside] = await Promise.all([Engine.start({ temporal }), Outside.start()]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
  await temporal.stop();
  rmSync(folder, { recursive: true });
});

describe('two requests to the outside that take longer than Twilio would wait', () => {
  it('are waited for, and made once', async () => {
    const gateway = await engine.startGateway(400);
    const flow = await engine.flow(
      flowOf(
        gather('ask', 'Key?', 'one'),
        http('one', 'POST', outside.url('/held/one'), 'two', 'failed'),
        http('two', 'POST', outside.url('/held/two'), 'done', 'failed'),
        say('done', 'Done with {{widgets.ask.Digits}}'),
        say('failed', 'Failed'),
      ),
    );
    let pauses = 0;
    const call = await engine.call(at(flow, gateway.url), ['7'], {
      deliverTwice: true,
      watch: happening => {
        if (happening.kind !== 'pause') return;
        pauses += 1;
        if (pauses === 2 || pauses === 4) outside.release();
      },
    });
    expect(heard(call)).toEqual(['Key?', 'Done with 7']);
    expect(pauses).toBeGreaterThanOrEqual(4);
    expect([outside.asked('/held/one'), outside.asked('/held/two')].map(({ length }) => length)).toEqual([
      1, 1,
    ]);
    expect(requests(call, 'twiml').every(({ status }) => status === 200)).toBe(true);
    await gateway.close();
  });
});

describe('a graceful end', () => {
  it('of a gateway lets the turn that is under way be answered', async () => {
    const gateway = await engine.startGateway();
    const flow = await orderFlow('/held/gateway');
    const leg = new CallLeg(at(flow, gateway.url));
    const query = queryIn(await leg.ring());
    const answered = leg.send({ query, params: { Digits: '1' } });
    await outside.untilAsked('/held/gateway');
    const closed = gateway.close();
    outside.release();
    expect((await answered).body).toContain('Done');
    await closed;
    await expect(leg.callback('completed')).rejects.toThrow();
  });

  it('of a worker lets the request that is under way be finished', async () => {
    const flow = await orderFlow('/held/worker');
    const leg = new CallLeg(flow);
    const query = queryIn(await leg.ring());
    const answered = leg.send({ query, params: { Digits: '1' } });
    await outside.untilAsked('/held/worker');
    const ended = engine.worker.shutdown();
    await engine.startWorker();
    outside.release();
    expect((await answered).body).toContain('Done');
    await ended;
    expect(outside.asked('/held/worker')).toHaveLength(1);
  });
});

describe('Temporal', () => {
  it('that comes back in time costs the caller a moment', async () => {
    const flow = await orderFlow('/order');
    const leg = new CallLeg(flow);
    const query = queryIn(await leg.ring());
    await temporal.stop();
    const answered = leg.send({ query, params: { Digits: '1' } });
    temporal = await restarted(temporal);
    expect((await answered).body).toContain('Done');
    expect(outside.asked('/order')).toHaveLength(1);
    expect(await engine.execution(flow, leg.sid).result()).toMatchObject({ reason: 'completed' });
  });

  it('that stays away is apologized for, and the call that was cut off ends when it is back', async () => {
    const flow = await orderFlow('/order-later');
    const leg = new CallLeg(flow);
    const query = queryIn(await leg.ring());
    await temporal.stop();
    const began = Date.now();
    const answer = await leg.send({ query, params: { Digits: '1' } });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('We are sorry') as string });
    expect(Date.now() - began).toBeLessThan(14_000);
    temporal = await restarted(temporal);
    await leg.callback('completed');
    expect(await engine.execution(flow, leg.sid).result()).toMatchObject({ reason: 'hangup' });
    expect(outside.asked('/order-later')).toHaveLength(0);
  });
});

function orderFlow(path: string): Promise<Flow> {
  return engine.flow(
    flowOf(
      gather('ask', 'Key?', 'order'),
      http('order', 'POST', outside.url(path), 'done', 'failed'),
      say('done', 'Done'),
      say('failed', 'Failed'),
    ),
  );
}

/** The flow, served by another gateway. */
function at(flow: Flow, gateway: string): Flow {
  return { ...flow, url: flow.url.replace(engine.url, gateway) };
}

/** The same server with the same state. */
function restarted({ address }: TemporalServer): Promise<TemporalServer> {
  return startTemporalServer({ file: join(folder, 'temporal.db'), port: Number(address.split(':')[1]) });
}

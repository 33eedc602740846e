import { fc } from '../setup/fuzz';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { request } from 'undici';
import { Engine, TOKEN, type Flow } from '../setup/engine';
import { flowOf, gather, say, state } from './flows';
import { send, types, webhook } from './hostile-webhooks';

let engine: Engine;
let flow: Flow;
let sealedOff: Flow;

beforeAll(async () => {
  engine = await Engine.start();
  const make = (): Promise<Flow> =>
    engine.flow(
      flowOf(
        gather('ask', 'Key?', 'again'),
        state('again', 'split-based-on', { input: '{{widgets.ask | to_json}}' }, { noMatch: 'ask' }),
      ),
    );
  [flow, sealedOff] = await Promise.all([make(), make()]);
});
afterAll(() => engine.close());

async function executions(of: Flow): Promise<number> {
  const { count } = await engine.client.workflow.count(`FlowSid = '${of.sid}'`);
  return count;
}

describe('any webhook', () => {
  it('that is signed is answered, and is no mistake of the server', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(webhook, async one => {
        const status = await send(flow, one, true);
        seen.add(status);
        // Other paths are not requested byte for byte as they are written here.
        if (one.path === '') expect(status).not.toBe(403);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 404, 415]));
    expect(engine.logs.filter(line => line.includes('"level":50'))).toEqual([]);
    expect(await executions(flow)).toBeGreaterThan(0);
  });

  it('that is not signed is refused, and starts nothing', async () => {
    await fc.assert(
      fc.asyncProperty(webhook, async one => {
        const status = await send(sealedOff, one, false);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    expect(await executions(sealedOff)).toBe(0);
  });

  it('that is signed with another token, or for another path, is refused, and starts nothing', async () => {
    const form = { CallSid: `CA${'9'.repeat(32)}`, CallStatus: 'ringing', From: '+1', To: '+2' };
    for (const signature of [
      getExpectedTwilioSignature('another', sealedOff.url, form),
      getExpectedTwilioSignature(TOKEN, flow.url, form),
      getExpectedTwilioSignature(TOKEN, sealedOff.url, { ...form, CallStatus: 'completed' }),
    ]) {
      const { statusCode, body } = await request(sealedOff.url, {
        method: 'POST',
        headers: { 'content-type': types['form'], 'x-twilio-signature': signature },
        body: new URLSearchParams(form).toString(),
      });
      await body.dump();
      expect(statusCode).toBe(403);
    }
    expect(await executions(sealedOff)).toBe(0);
  });

  it('leaves a gateway that serves calls', async () => {
    const served = await engine.flow(flowOf(say('hello', 'Hello')));
    expect((await engine.call(served, [])).reason).toBe('hangup');
  });
});

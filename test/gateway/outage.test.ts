import { Client } from '@temporalio/client';
import { connect, type OwnConnection } from '../../gateway/connection';
import { Line } from '../setup/line';
import { until } from '../setup/until';
import { FLOW, ringing, startTestGateway, type TestGateway } from './gateway';
import { startTemporal, type Temporal } from './temporal';

let temporal: Temporal;
let line: Line;
let own: OwnConnection;
let gateway: TestGateway;

beforeAll(async () => {
  temporal = await startTemporal();
  line = new Line(temporal.env.address);
  await line.mend();
  own = connect({ connectionOptions: { address: line.address } });
  gateway = await startTestGateway(new Client({ connection: own.connection }));
});
afterAll(async () => {
  await gateway.close();
  await own.close();
  line.cut();
  await temporal.stop();
});

describe('a gateway that loses Temporal', () => {
  it('is not ready, says that it is sorry, and recovers by itself', async () => {
    line.cut();
    expect(await gateway.get('/readyz')).toMatchObject({ status: 503, text: '{"temporal":"unreachable"}' });
    expect(await gateway.get('/healthz')).toMatchObject({ status: 200 });
    const call = ringing();
    const began = Date.now();
    const [answer, over, action] = await Promise.all([
      gateway.send({ form: call }),
      gateway.send({ form: { ...ringing(), CallStatus: 'completed' } }),
      gateway.send({ form: { ...ringing(), CallStatus: 'completed' }, query: 'FlowEvent=keypress' }),
    ]);
    expect(Date.now() - began).toBeLessThan(14_000);
    expect(answer).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' });
    expect(answer.text).toContain('<Response><Say>Sorry &amp; goodbye</Say><Hangup/></Response>');
    // That the call is over must not be lost: Twilio hears of it.
    expect(over).toMatchObject({ status: 503, text: expect.stringMatching(/<Response\/>$/) as string });
    expect(action).toMatchObject({ status: 200, text: expect.stringMatching(/<Response\/>$/) as string });
    expect(gateway.logs.join('')).toContain('"outcome":"apology"');

    await line.mend();
    expect((await gateway.send({ form: call })).text).toContain('<Say>1 </Say>');
    await new Promise(resolve => setTimeout(resolve, 2100));
    expect(await gateway.get('/readyz')).toMatchObject({ status: 200 });
  });

  it('takes the turn after all when Temporal comes back in time, and once', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const before = temporal.turns.length;
    line.cut();
    const answer = gateway.send({
      form: { ...call, CallStatus: 'in-progress', Digits: '1' },
      query: 'FlowEvent=keypress',
    });
    await new Promise(resolve => setTimeout(resolve, 2000));
    await line.mend();
    expect((await answer).text).toContain('<Say>2 1</Say>');
    expect(temporal.turns).toHaveLength(before + 1);
  });

  it('takes the turn once when the connection breaks under it', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const before = temporal.turns.length;
    const answer = gateway.send({
      form: { ...call, CallStatus: 'in-progress', Digits: 'slow' },
      query: 'FlowEvent=keypress',
    });
    await new Promise(resolve => setTimeout(resolve, 500));
    line.cut();
    await line.mend();
    expect((await answer).text).toContain('<Say>2 slow</Say>');
    expect(temporal.turns).toHaveLength(before + 1);
  });
});

describe('an execution that is about to end while something else comes in', () => {
  it('gives its last answer all the same', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const before = temporal.turns.length;
    const answer = gateway.send({
      form: { ...call, CallStatus: 'in-progress', Digits: 'slow9' },
      query: 'FlowEvent=keypress',
    });
    await until(() => Promise.resolve(temporal.turns.length > before));
    const { workflow } = temporal.env.client;
    await workflow.getHandle(`${FLOW}/${call['CallSid'] ?? ''}`).signal('webhook', { event: 'whatever' });
    expect((await answer).text).toContain('<Say>2 slow9</Say>');
    // Temporal has undone the task that did not know of it.
    expect(temporal.turns.length).toBe(before + 2);
  });
});

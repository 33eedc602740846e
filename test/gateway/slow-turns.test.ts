import { seal } from '../../config/seal';
import { FLOW, ringing, startTestGateway, TOKEN, type Received, type TestGateway } from './gateway';
import { startTemporal, type Temporal } from './temporal';

/** The test flow thinks for two seconds when it is asked to. */
const PATIENCE = 1000;

let temporal: Temporal;
let gateway: TestGateway;

beforeAll(async () => {
  temporal = await startTemporal();
  gateway = await startTestGateway(temporal.env.client, {}, PATIENCE);
});
afterAll(async () => {
  await gateway.close();
  await temporal.stop();
});

/** Query of the URL that the answer leads to. */
function waitQuery({ text }: Received): string {
  const url = /<Redirect>(.*)<\/Redirect>/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  return new URL(url).search.slice(1);
}

async function untilSaid(answer: Received, form: Record<string, string>): Promise<Received> {
  while (answer.text.includes('<Redirect>')) answer = await gateway.send({ form, query: waitQuery(answer) });
  return answer;
}

describe('a turn that takes longer than Twilio would wait', () => {
  it('is waited for with a pause, and goes on', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const form = { ...call, CallStatus: 'in-progress' };
    const before = temporal.turns.length;
    const answer = await gateway.send({
      form: { ...form, Digits: 'slow' },
      query: 'FlowEvent=keypress&FlowStep=1',
    });
    expect(answer).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' });
    expect(answer.text).toMatch(/<Response><Pause length="1"\/><Redirect>http:.*<\/Redirect><\/Response>$/);
    expect((await untilSaid(answer, form)).text).toContain('<Say>2 slow</Say>');
    expect(temporal.turns).toHaveLength(before + 1);
    expect((await gateway.get('/metrics')).text).toMatch(/^studio_waits_total [1-9]/m);
  });

  it('is that of the execution that was named, also when it is waited for', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    // The numbers are not those of the execution: it has placed the call to somebody else.
    const placed = { ...call, CallStatus: 'in-progress', Direction: 'outbound-api', To: '+15558887777' };
    const named = `FlowExecution=${encodeURIComponent(`${FLOW}/${call.CallSid ?? ''}`)}`;
    const press = { form: { ...placed, Digits: 'slow' }, query: `FlowEvent=keypress&FlowStep=1&${named}` };
    const answer = await gateway.send(press);
    expect(waitQuery(answer)).toContain(named);
    expect((await untilSaid(answer, placed)).text).toContain('<Say>2 slow</Say>');
  });

  it('may be the first of a call', async () => {
    const call = ringing({ Pause: 'slow' });
    const answer = await gateway.send({ form: call });
    expect(waitQuery(answer)).toContain('Trigger=incomingCall');
    const said = await untilSaid(answer, { ...call, CallStatus: 'in-progress' });
    expect(said.text).toContain('<Say>1 </Say>');
  });

  it('loses nothing of the request although it never arrived, and shows nothing of it', async () => {
    const [lost, other] = [ringing(), ringing()];
    for (const form of [lost, other]) await gateway.send({ form });
    const press = { ...other, CallStatus: 'in-progress', Digits: 'slow', Note: '4242' };
    const query = waitQuery(await gateway.send({ form: press, query: 'FlowEvent=keypress' }));
    expect(query).not.toMatch(/slow|4242|Digits/);
    // Nothing of this call's input has arrived: only the redirect does.
    const form = { ...lost, CallStatus: 'in-progress' };
    const said = await untilSaid(await gateway.send({ form, query }), form);
    expect(said.text).toContain('<Say>2 slow</Say>');
    expect(temporal.turns.at(-1)?.frames[0]?.context.widgets['ask']).toMatchObject({ Note: '4242' });
  });

  it('takes from no URL what was sealed for something else', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const { executionSid = '' } = temporal.turns.at(-1)?.session ?? {};
    const press = { ...call, CallStatus: 'in-progress', Digits: 'slow' };
    const query = new URLSearchParams(
      waitQuery(await gateway.send({ form: press, query: 'FlowEvent=keypress' })),
    );
    const carried = [query.get('FlowParams') ?? '', seal(TOKEN, '{"Digits":"opened"}', executionSid)];
    for (const FlowParams of carried) {
      const other = ringing();
      await gateway.send({ form: other });
      const asked = new URLSearchParams({ FlowEvent: 'keypress', FlowWait: 'other', FlowParams });
      const form = { ...other, CallStatus: 'in-progress' };
      const { text } = await gateway.send({ form, query: asked.toString() });
      expect(text).not.toMatch(/slow|opened/);
    }
  });

  it('is not waited for without end', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const form = { ...call, CallStatus: 'in-progress', Digits: 'slow' };
    const answer = await gateway.send({ form, query: 'FlowEvent=keypress&FlowWait=a&FlowWaits=12' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<Response><Say>Sorry &amp; goodbye</Say><Hangup/></Response>');
    expect((await gateway.get('/metrics')).text).toContain('studio_apologies_total{fault="slow"} 1');
  });

  it('is not waited for by a caller who is gone', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const form = { ...call, CallStatus: 'completed', Digits: 'slow' };
    const answer = await gateway.send({ form, query: 'FlowEvent=keypress' });
    expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(/<Response\/>$/) as string });
  });
});

describe('a sealed secret', () => {
  async function said(sealed: (executionSid: string) => string): Promise<string> {
    const call = ringing();
    await gateway.send({ form: call });
    const Digits = sealed(temporal.turns.at(-1)?.session.executionSid ?? '');
    const form = { ...call, CallStatus: 'in-progress', Digits };
    return (await gateway.send({ form, query: 'FlowEvent=keypress' })).text;
  }

  it('is whole again when it leaves, and well-formed', async () => {
    const text = await said(executionSid => seal(TOKEN, '<a&b>', executionSid));
    expect(text).toContain('<Say>2 &#60;a&#38;b&#62;</Say>');
  });

  it("stays what it is where it is another execution's", async () => {
    const sealed = seal(TOKEN, '<a&b>', `FN${'0'.repeat(32)}`);
    expect(await said(() => sealed)).toContain(`<Say>2 ${sealed}</Say>`);
  });
});

import { redirect } from '../e2e/flows';
import { ask, flowOf, somebody, write } from '../e2e/message-flows';
import { Engine, NUMBER } from '../setup/engine';
import { Outside } from './outside';

let engine: Engine;
let outside: Outside;
/** Of a gateway that waits for a turn no longer than this. */
let url: string;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
  url = (await engine.startGateway(200)).url;
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});

const page = '<Response><Message>Hello from the application</Message></Response>';

/** Somebody who has written to a flow whose application takes its time. */
async function start() {
  const ways = { return: 'name', timeout: null, fail: null };
  const definition = flowOf(
    redirect('app', { url: outside.url('/held') }, ways),
    ask('name', 'Name?', 'hello'),
    write('hello', 'Hello {{widgets.name.inbound.Body}}'),
  );
  const flow = await engine.flow(definition);
  const from = somebody();
  const contact = engine.contact({ ...flow, url: url + new URL(flow.url).pathname }, { from });
  const asked = outside.asked('/held').length;
  const writing = contact.write('Hi');
  await outside.untilAsked('/held', asked + 1);
  const waits = () =>
    contact.happenings.filter(each => each.kind === 'request' && each.body?.includes('FlowWait')).length;
  return { contact, writing, waits, execution: engine.execution(flow, `${NUMBER}/${from}`) };
}

describe('a message whose turn takes long', () => {
  it('is asked for again until there is an answer, which comes once', async () => {
    const { contact, writing, waits, execution } = await start();
    while (waits() < 3) await new Promise(resolve => setTimeout(resolve, 20));
    outside.release(page, 'text/xml');
    await writing;
    expect(contact.received).toEqual(['Hello from the application']);
    for (const text of ['Go on', 'Ada']) await contact.write(text);
    expect(await contact.until(3)).toEqual(['Hello from the application', 'Name?', 'Hello Ada']);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'app', 'name', 'hello'] });
    expect(await execution.warnings()).toEqual([]);
  });

  it('for longer than anybody waits is told Twilio, and the execution goes on', async () => {
    const { contact, writing, execution } = await start();
    await writing;
    expect(contact.happenings.at(-1)).toMatchObject({ kind: 'failed' });
    expect(contact.happenings).toContainEqual(expect.objectContaining({ kind: 'request', status: 503 }));
    outside.release(page, 'text/xml');
    for (const text of ['Go on', 'Ada']) await contact.write(text);
    expect(await contact.until(2)).toEqual(['Name?', 'Hello Ada']);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });
});

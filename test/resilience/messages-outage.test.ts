import { ask, flowOf, somebody, write } from '../e2e/message-flows';
import { startGateway, type RunningGateway } from '../../gateway/server';
import { newSid } from '../../phone/params';
import { Engine, NUMBER } from '../setup/engine';
import { Line } from '../setup/line';
import { nothing, Writer } from './writer';

let engine: Engine;
let line: Line;
/** It alone loses Temporal. */
let gateway: RunningGateway;

beforeAll(async () => {
  engine = await Engine.start();
  line = new Line(engine.temporal.address);
  await line.mend();
  const temporal = { connectionOptions: { address: line.address } };
  gateway = await startGateway({ ...engine.settings, temporal, logLevel: 'silent' });
});
afterAll(async () => {
  await gateway.close();
  line.cut();
  await engine.close();
});

it('a message is not swallowed while Temporal is away: Twilio hears of it, and its next try is taken', async () => {
  const flow = await engine.flow(
    flowOf(ask('name', 'Name?', 'hello'), write('hello', 'Hello {{widgets.name.inbound.Body}}')),
  );
  const from = somebody();
  const contact = engine.contact(flow, { from });
  const writer = new Writer(flow, from);
  const by = gateway.url;
  const [hi, ada] = [
    { sid: newSid('SM'), by },
    { sid: newSid('SM'), by },
  ];
  expect(await writer.write('Hi', hi)).toEqual(nothing);
  line.cut();
  const [reply, first] = await Promise.all([
    writer.write('Ada', ada),
    new Writer(flow, somebody()).write('Hi', { by }),
  ]);
  expect(reply.status).toBe(503);
  expect(first.status).toBe(503);
  await line.mend();
  expect(await writer.write('Ada', ada)).toEqual(nothing);
  expect(await contact.until(2)).toEqual(['Name?', 'Hello Ada']);
  expect(await engine.execution(flow, `${NUMBER}/${from}`).result()).toMatchObject({ reason: 'completed' });
});

import { NUMBER, type Engine } from '../../setup/engine';
import { own, publish, short, someone, untilEnded, type Published } from './executions';
import { ask, startRest } from './rest';

let engine: Engine;
let flow: Published;

beforeAll(async () => {
  engine = await startRest([own]);
  flow = await publish(engine, short());
});
afterAll(() => engine.close());

const nested = (levels: number) => `{"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

describe.each([
  ['a text', (Parameters: string) => ({ form: { To: someone(), From: NUMBER, Parameters } })],
  [
    'an object',
    (json: string) => ({ text: `{"To":"${someone()}","From":"${NUMBER}","Parameters":${json}}` }),
  ],
])('Parameters that are %s', (_kind, bodyOf) => {
  const send = (levels: number) =>
    ask(flow.url, { method: 'POST', account: { ...own }, ...bodyOf(nested(levels)) });

  it('may have 64 levels', async () => {
    const { status, body } = await send(64);
    expect(status).toBe(201);
    await untilEnded(flow, body['sid'] as string);
  });

  it.each([65, 4300, 130_000])('may not have %i levels', async levels => {
    const { status, body } = await send(levels);
    expect([status, body['code'], body['message']]).toEqual([
      400,
      20001,
      'Invalid parameter Parameters: is nested more than 64 levels deep',
    ]);
  });
});

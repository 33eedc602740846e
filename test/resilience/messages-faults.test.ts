import { ask, flowOf, somebody, write } from '../e2e/message-flows';
import type { Fault } from '../../phone/exchange/exchange';
import { Engine, NUMBER } from '../setup/engine';

let engine: Engine;
/** What goes wrong with the next messages, one after the other. */
let faults: (Fault | undefined)[] = [];
/** When Twilio was asked to send something. */
let asked: number[] = [];

beforeAll(async () => {
  engine = await Engine.start();
  engine.exchange.fault = ({ method, path }) => {
    if (method !== 'POST' || !path.endsWith('/Messages.json')) return undefined;
    asked.push(Date.now());
    return faults.shift();
  };
});
afterAll(() => engine.close());
beforeEach(() => {
  [faults, asked] = [[], []];
});

const question = flowOf(ask('name', 'Name?', 'hello'), write('hello', 'Hello {{widgets.name.inbound.Body}}'));

async function converse(definition = question) {
  const flow = await engine.flow(definition);
  const from = somebody();
  const contact = engine.contact(flow, { from });
  await contact.write('Hi');
  await contact.until(1);
  await contact.write('Ada');
  await contact.until(2);
  await engine.exchange.settled();
  const execution = engine.execution(flow, `${NUMBER}/${from}`);
  return { execution, received: contact.received, result: await execution.result() };
}

const both = ['Name?', 'Hello Ada'];
const completed = { reason: 'completed', way: ['Trigger', 'name', 'hello'] };

describe('a message is sent once', () => {
  it.each([
    ['Twilio accepts it, and the answer is lost', ['accept-and-drop'], 2],
    ['Twilio accepts the second, and the answer is lost', [undefined, 'accept-and-drop'], 2],
    ['the connection breaks before Twilio has it', ['drop'], 3],
    ['everything goes wrong', ['drop', 'accept-and-drop'], 3],
    ['Twilio is not available', [{ status: 503, code: 20503, message: 'Service unavailable' }], 3],
    ['something goes wrong at Twilio', [{ status: 500, code: 20500, message: 'Internal error' }], 3],
  ])('though %s', async (_what, wrong, requests) => {
    faults = wrong as Fault[];
    const { received, result, execution } = await converse();
    expect(received).toEqual(both);
    expect(result).toMatchObject(completed);
    expect(asked).toHaveLength(requests);
    expect(await execution.warnings()).toEqual([]);
  });

  it('though it has been sent before with the same words, by the same execution', async () => {
    faults = [undefined, 'accept-and-drop', 'drop'];
    const { received, result } = await converse(
      flowOf(ask('one', 'Again?', 'two'), write('two', 'Again?', 'three'), write('three', 'Again?')),
    );
    expect(result).toMatchObject({ way: ['Trigger', 'one', 'two', 'three'] });
    expect(received).toEqual(['Again?', 'Again?', 'Again?']);
  });

  it('when Twilio wants it later: then, and not before', async () => {
    faults = [{ status: 429, code: 20429, message: 'Too many requests', retryAfter: 3 }];
    const { received, result } = await converse();
    expect(received).toEqual(both);
    expect(result).toMatchObject(completed);
    const [first = 0, second = 0] = asked;
    expect(second - first).toBeGreaterThanOrEqual(2900);
  });

  it('though Twilio never answers', async () => {
    faults = ['hang'];
    const { received, result } = await converse();
    expect(received).toEqual(both);
    expect(result).toMatchObject(completed);
  });
});

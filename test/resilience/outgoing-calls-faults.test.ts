import type { JsonObject } from '../../flow/json';
import type { Fault, PickUp } from '../../phone/exchange/exchange';
import { freshNumber } from '../../phone/fresh-number';
import { heard } from '../../phone/record';
import { Engine, NUMBER } from '../setup/engine';
import type { WorkerProcess } from '../setup/start-worker-process';
import { human, Telephone } from '../setup/telephone';
import { flowOf, say, state } from './flows';

/** Whoever is called: a number that no other test calls. */
let callee: string;
beforeEach(() => (callee = freshNumber()));

/** Calls, and says so. */
function flow(to = callee): JsonObject {
  return flowOf(
    state(
      'call',
      'make-outgoing-call-v2',
      { to, from: NUMBER },
      { answered: 'hello', busy: 'busy', noAnswer: '', failed: 'failed' },
    ),
    say('hello', 'Hello.'),
    state('busy', 'set-variables', { variables: [] }, { next: '' }),
    state('failed', 'set-variables', { variables: [] }, { next: '' }),
  );
}

/** How often Twilio has been asked for a call, and what went wrong with it, one after the other. */
class Orders {
  count = 0;

  /** @param looks told when Twilio is asked which calls there are */
  constructor(engine: Engine, faults: readonly (Fault | undefined | (() => Fault))[], looks: string[] = []) {
    const rest = [...faults];
    engine.exchange.fault = ({ method, path }) => {
      if (method === 'GET' && path.endsWith('/Calls.json')) looks.push(path);
      if (method !== 'POST' || !path.endsWith('/Calls.json')) return undefined;
      this.count += 1;
      const fault = rest.shift();
      return typeof fault === 'function' ? fault() : fault;
    };
  }
}

describe('where Twilio does not answer as it should', () => {
  let engine: Engine;
  let telephone: Telephone;
  beforeAll(async () => (engine = await Engine.start()));
  afterAll(() => engine.close());
  afterEach(() => telephone.unplug());

  async function placed(pickUp: PickUp, ...faults: Fault[]) {
    const orders = new Orders(engine, faults);
    telephone = new Telephone(engine.exchange, callee, pickUp);
    const execution = await engine.request(await engine.flow(flow()));
    const result = await execution.result();
    return { orders, execution, result };
  }

  const later: Fault = { status: 429, code: 20429, message: 'Too Many Requests', retryAfter: 1 };
  const away: Fault = { status: 503, code: 20503, message: 'Service Unavailable' };

  it.each<[string, Fault[], number]>([
    ['its answer is lost', ['accept-and-drop'], 1],
    ['the request is lost', ['drop'], 2],
    ['it has too much to do', [later], 2],
    ['it is away for a while', [away, away], 3],
    ['it is away, then the request is lost, then the answer', [away, 'drop', 'accept-and-drop'], 3],
  ])('%s: the telephone rings once', async (_what, faults, times) => {
    const { orders, result } = await placed(human(), ...faults);
    expect(heard(await telephone.over())).toEqual(['Hello.']);
    expect(result).toMatchObject({ reason: 'completed', way: ['Trigger', 'call', 'hello'] });
    expect(telephone.legs).toHaveLength(1);
    expect(orders.count).toBe(times);
  });

  it('it is away, while somebody else calls the same number: that call is another', async () => {
    const lists: string[] = [];
    const orders = new Orders(engine, [undefined, later, away], lists);
    telephone = new Telephone(engine.exchange, callee, human());
    const published = await engine.flow(flow());
    const one = await engine.request(published, { to: '+15550000001' });
    await one.result();
    const other = await engine.request(published, { to: '+15550000002' });
    expect(await other.result()).toMatchObject({ way: ['Trigger', 'call', 'hello'] });
    expect(heard(await telephone.over(2))).toEqual(['Hello.']);
    expect([telephone.legs.length, orders.count]).toEqual([2, 4]);
    expect(lists).toEqual([]);
  });

  it('its answer is lost, and the call is over before it is looked for: its end counts', async () => {
    const { execution, result } = await placed('busy', 'accept-and-drop');
    expect(result).toMatchObject({ way: ['Trigger', 'call', 'busy'] });
    expect((await execution.context()).widgets['call']).toMatchObject({
      CallSid: telephone.legs[0]?.callSid,
      CallStatus: 'busy',
    });
    expect(telephone.legs).toHaveLength(1);
  });

  it('it refuses: the flow goes on, and the step tells why', async () => {
    const refused: Fault = { status: 400, code: 21211, message: "Invalid 'To' Phone Number: +1" };
    const { orders, execution, result } = await placed(human(), refused);
    expect(result).toMatchObject({ reason: 'completed', way: ['Trigger', 'call', 'failed'] });
    expect(orders.count).toBe(1);
    expect(telephone.legs).toEqual([]);
    const [, step] = await execution.steps();
    expect(step).toMatchObject({ name: 'failed', from: 'call' });
    expect(step?.warnings).toMatchObject([
      { code: 81008, message: expect.stringContaining("21211 Invalid 'To' Phone Number: +1") as string },
    ]);
    expect((await execution.context()).widgets['call']).toEqual({
      ErrorCode: 21211,
      ErrorMessage: "Invalid 'To' Phone Number: +1",
    });
  });

  it.each(['', '{{trigger.message.From}}', 'nobody'])('there is nobody to call: "%s"', async to => {
    new Orders(engine, []);
    const execution = await engine.request(await engine.flow(flow(to)));
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'call', 'failed'] });
    expect((await execution.steps()).at(1)?.warnings).toMatchObject([{ code: 81008 }]);
  });
});

describe('where the worker is killed after Twilio has taken the call, before that is recorded', () => {
  let engine: Engine;
  let worker: WorkerProcess;
  beforeAll(async () => {
    engine = await Engine.start({ worker: 'none' });
    worker = await engine.startWorkerProcess();
  });
  afterAll(() => engine.close());

  it('the telephone rings once, and the flow goes on with another worker', async () => {
    const definition = await engine.flow(flow());
    const telephone = new Telephone(engine.exchange, callee, human());
    let killed: Promise<void> | undefined;
    const kill = (): Fault => {
      killed = worker.kill();
      return 'accept-and-drop';
    };
    const orders = new Orders(engine, [kill]);
    const execution = await engine.request(definition);
    const record = telephone.over();
    await telephone.rung();
    await killed;
    await engine.startWorkerProcess();
    expect(heard(await record)).toEqual(['Hello.']);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'call', 'hello'] });
    expect(telephone.legs).toHaveLength(1);
    expect(orders.count).toBe(1);
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JsonObject } from '../../flow/json';
import type { Fault } from '../../phone/exchange/exchange';
import { newSid } from '../../phone/params';
import { state } from '../e2e/flows';
import { flowOf, somebody, write } from '../e2e/message-flows';
import { Engine, NUMBER } from '../setup/engine';
import { createTimeSkipping, describeWithTimeSkipping } from '../setup/time-skipping';
import { until } from '../setup/until';

const busy: Fault = { status: 429, code: 20429, message: 'Too Many Requests', retryAfter: 600 };

describeWithTimeSkipping('what Twilio is too busy for, for more than an hour,', () => {
  let env: TestWorkflowEnvironment;
  let engine: Engine;
  beforeAll(async () => {
    env = await createTimeSkipping();
    engine = await Engine.start({ temporal: { address: env.address } });
  });
  afterAll(async () => {
    await engine.close();
    await env.teardown();
  });

  /** Goes through a flow of one widget, which is to be given up: Twilio is asked for `what` in vain. */
  async function giveUp(widget: JsonObject & { name: string }, fault: Fault, what = /./) {
    let asked = 0;
    engine.exchange.fault = ({ method, path }) => {
      if (method !== 'POST' || !what.test(path)) return undefined;
      asked += 1;
      return fault;
    };
    const execution = await engine.request(await engine.flow(flowOf(widget)), { to: somebody() });
    await until(() => Promise.resolve(asked > 0));
    await env.sleep('65m');
    expect(await execution.result()).toMatchObject({ reason: 'completed', way: ['Trigger', 'it'] });
    expect(asked).toBeGreaterThan(2);
    const [, step] = await execution.steps();
    return { ...step, output: (await execution.context()).widgets['it'] };
  }

  const call = { to: '+15557770009', from: NUMBER };

  it('fails as what Twilio refuses: a message', async () => {
    expect(await giveUp(write('it', 'Hello', null), busy)).toMatchObject({
      name: 'failed',
      warnings: [{ code: 81011, message: 'Failed to send Message: 20429 Too Many Requests' }],
      output: { outbound: { Body: 'Hello', ErrorCode: 20429, ErrorMessage: 'Too Many Requests' } },
    });
  });

  it('fails as what Twilio refuses: a call', async () => {
    const ways = { answered: null, busy: null, noAnswer: null, failed: null };
    expect(await giveUp(state('it', 'make-outgoing-call-v2', call, ways), busy)).toMatchObject({
      name: 'failed',
      warnings: [{ code: 81008, message: 'Failed to connect to outgoing Call: 20429 Too Many Requests' }],
      output: { ErrorCode: 20429, ErrorMessage: 'Too Many Requests' },
    });
  });

  it('fails as what Twilio refuses: a conversation, of which nothing is left', async () => {
    const properties = {
      conversation_service_sid: newSid('IS'),
      participants: [{ type: 'chat', identity: 'ada' }],
    };
    const start = state('it', 'start-conversation', properties, { created: null, failed: null });
    expect(await giveUp(start, busy, /Participants$/)).toMatchObject({
      name: 'failed',
      warnings: [{ code: 81004, message: 'Failed to add member to Chat Channel: 20429 Too Many Requests' }],
    });
    expect(engine.exchange.conversations).toEqual([]);
  });

  it('or cannot be reached for, fails with the reason', async () => {
    expect(await giveUp(write('it', 'Hello', null), 'drop')).toMatchObject({
      name: 'failed',
      warnings: [
        {
          code: 81011,
          message: expect.stringMatching(/^Failed to send Message: Twilio's answer was lost/) as string,
        },
      ],
      output: { outbound: { Body: 'Hello', ErrorCode: 0 } },
    });
  });
});

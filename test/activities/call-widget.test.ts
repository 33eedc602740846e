import { setTimeout as sleep } from 'node:timers/promises';
import { cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { callActivity, createCalls } from '../../activities/call-widget';
import type { CallInput, CallResult } from '../../activities/contract';
import { createHttp } from '../../activities/world/http';
import { element } from '../../twiml/element';
import { RetryLater } from '../../widgets/retry-later';
import type { Done, Wait, World } from '../../widgets/widget';
import { makeWorld } from '../widgets/world';

type Call = (input: CallInput['input'], world: World) => Promise<Done | Wait>;

const http = createHttp();
const { session } = makeWorld(http);
const wait: Wait = { verbs: [], resume: [{ event: 'incomingMessage', message: true }] };

afterAll(() => http.close());

/** What fails here is meant to. */
const quietEnvironment = () =>
  new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR', () => undefined) });

/** Runs a widget's call as Temporal runs an activity. */
function run(call: Call, { live, environment = quietEnvironment() }: Running = {}): Promise<CallResult> {
  const activity = callActivity({ type: 'my-widget', failure: 'failed', call }, session =>
    makeWorld(http, { session, signal: cancellationSignal() }),
  );
  return environment.run(activity, { input: { a: 1 }, session: { ...session, ...(live && { live }) } });
}

interface Running {
  live?: true;
  environment?: MockActivityEnvironment;
}

/** The activity's failure, as Temporal gets to see it. */
async function failureOf(error: unknown): Promise<ApplicationFailure> {
  const failed: unknown = await run(() => Promise.reject(error as Error)).catch((thrown: unknown) => thrown);
  if (!(failed instanceof ApplicationFailure)) throw new Error('no failure', { cause: failed });
  return failed;
}

describe('an activity of a widget', () => {
  it('has the name of its widget type', () => {
    const activities = createCalls(session => makeWorld(http, { session }));
    expect(Object.keys(activities)).toEqual(expect.arrayContaining(['make-http-request', 'run-function']));
    expect(activities).not.toHaveProperty('say-play');
  });

  it('is given the input and the world of its execution', async () => {
    const seen: unknown[] = [];
    await run((input, { session: { executionSid } }) => {
      seen.push(input, executionSid);
      return Promise.resolve({ event: 'sent' });
    });
    expect(seen).toEqual([{ a: 1 }, session.executionSid]);
  });

  it('hands over all that a widget is done with', async () => {
    const done: Done = {
      event: 'sent',
      output: { sid: 'SM1' },
      flow: { channel: { status: 'handed off' } },
      closing: { conversation: 'CH1' },
      warnings: [{ code: 81011, message: 'so so' }],
    };
    expect(await run(() => Promise.resolve(done))).toEqual({ kind: 'done', ...done });
  });

  it('hands over all that a widget waits with', async () => {
    const parked = {
      resume: [{ event: 'answered', begins: true }],
      output: { CallSid: 'CA1' },
      callSid: 'CA1',
      replies: { from: '+15551110001', to: '+15552220002' },
      timeout: { seconds: 60, event: 'timeout' },
    };
    const verbs = [element('Say', {}, 'Hello')];
    expect(await run(() => Promise.resolve({ verbs, ...parked }), { live: true })).toEqual({
      kind: 'wait',
      twiml: '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello</Say></Response>',
      ...parked,
      type: 'my-widget',
      failure: 'failed',
    });
  });

  it('holds the line of a widget that waits without a word', async () => {
    expect(await run(() => Promise.resolve(wait), { live: true })).toMatchObject({
      silent: true,
      twiml: expect.stringContaining('<Pause length="60"/><Redirect>') as string,
    });
    expect(await run(() => Promise.resolve(wait))).not.toHaveProperty('silent');
  });
});

describe('a heartbeat', () => {
  it('is sent every second, as long as the call runs', async () => {
    const environment = quietEnvironment();
    let beats = 0;
    environment.on('heartbeat', () => (beats += 1));
    const slow: Call = async () => {
      await sleep(2500);
      return { event: 'sent' };
    };
    await run(slow, { environment });
    expect(beats).toBe(2);
    await sleep(1500);
    expect(beats).toBe(2);
  });
});

describe('a call that fails', () => {
  it('is tried again where the widget wants it, when Twilio says', async () => {
    expect(await failureOf(new RetryLater('Too many', 7000))).toMatchObject({
      message: 'Too many',
      type: 'RetryLater',
      nonRetryable: false,
      nextRetryDelay: 7000,
    });
  });

  it("is tried again after the policy's own delay where Twilio says nothing", async () => {
    expect(await failureOf(new RetryLater('Unavailable'))).toMatchObject({
      type: 'RetryLater',
      nonRetryable: false,
      nextRetryDelay: undefined,
    });
  });

  it('says how the widget is left when it is given up', async () => {
    const givenUp: Done = { event: 'failed', warnings: [{ code: 81011, message: 'too many' }] };
    expect(await failureOf(new RetryLater('Too many', 7000, false, givenUp))).toMatchObject({
      details: [givenUp],
    });
  });

  it('is not tried again where nobody foresaw it', async () => {
    expect(await failureOf(new TypeError('a is not a function'))).toMatchObject({
      message: 'a is not a function',
      type: 'TypeError',
      nonRetryable: true,
    });
  });

  it("keeps its own word for Temporal's failures", async () => {
    const failure = ApplicationFailure.nonRetryable('account AC1 is not configured', 'UnknownAccount');
    expect(await failureOf(failure)).toBe(failure);
  });

  it('is cancelled when the execution is', async () => {
    const environment = quietEnvironment();
    const running = run(
      (_input, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      { environment },
    );
    environment.cancel();
    await expect(running).rejects.toThrow(CancelledFailure);
  });
});

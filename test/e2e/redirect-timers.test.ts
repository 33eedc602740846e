import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { newSid } from '../../phone/params';
import type { Answers } from '../../phone/question';
import { heard } from '../../phone/record';
import { parseAnswer } from '../../phone/script';
import { Application } from '../phone/application';
import { Engine } from '../setup/engine';
import { createTimeSkipping, describeWithTimeSkipping } from '../setup/time-skipping';
import { flowOf, gather, redirect, say, state } from './flows';

const FLOW = newSid('FW');
const flow = flowOf(
  redirect(
    'app',
    { url: '{{trigger.call.Url}}', timeout: '{{trigger.call.Timeout}}' },
    { return: 'back', timeout: 'note', fail: 'no' },
  ),
  state('note', 'set-variables', { variables: [{ key: 'late', value: 'yes' }] }, { next: 'ask' }),
  gather('ask', 'Are you still there?', { keypress: 'thanks' }),
  say('thanks', 'Thank you.'),
  say('back', 'Back.'),
  say('no', 'No application.'),
);
const QUEUE = '<Say>Please hold.</Say><Enqueue action="/left">support</Enqueue>';
const FOUR_HOURS = 4 * 3600;

const nothing = (): Promise<void> => Promise.resolve();

/** Before each answer of the script something happens. */
function meanwhile(...happens: [() => Promise<unknown>, string][]): Answers {
  return {
    async answer() {
      const [happen, text] = happens.shift() ?? [nothing, 'silence'];
      await happen();
      return parseAnswer(text);
    },
  };
}

// The time-skipping server, other than real ones, stands still where an activity is cancelled just when it is over.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeWithTimeSkipping('a redirect that does not come back', () => {
  let env: TestWorkflowEnvironment;
  let engine: Engine;
  let twilioAsks: Engine;

  beforeAll(async () => {
    env = await createTimeSkipping();
    const temporal = { address: env.address };
    engine = await Engine.start({ flows: { [FLOW]: flow }, temporal });
    twilioAsks = await Engine.start({
      flows: { [FLOW]: flow },
      temporal,
      settings: { redirectFetch: 'twilio' },
    });
  });
  afterAll(async () => {
    await engine.close();
    await twilioAsks.close();
    await env.teardown();
  });

  // Not the client of `env`: that one lets the time pass while it waits for a result.
  const execution = (callSid: string) => engine.execution(FLOW, callSid).handle;
  const way = async (callSid: string): Promise<string[]> =>
    (await execution(callSid).query<{ from: string }[]>('steps')).map(({ from }) => from);

  function call(
    application: Application,
    timeout: string,
    answers: Answers,
    callSid = newSid('CA'),
    by = engine,
  ) {
    return by.call(FLOW, [], { callSid, answers, parameters: { Url: application.url(), Timeout: timeout } });
  }

  it.each(['engine', 'twilio'])('is left after four hours, and not before (%s asks)', async who => {
    const by = who === 'engine' ? engine : twilioAsks;
    const application = await Application.start({
      '/': QUEUE,
      '/left': `<Redirect>${by.webhook(FLOW)}?FlowEvent=return</Redirect>`,
    });
    const callSid = newSid('CA');
    const wait = async (): Promise<void> => {
      await env.sleep((FOUR_HOURS - 60) * 1000);
      expect(await way(callSid)).toEqual(['Trigger']);
      await env.sleep(120_000);
      expect(await way(callSid)).toEqual(['Trigger', 'app', 'note']);
    };
    const answers = meanwhile([wait, 'queue: leave'], [nothing, '1#']);
    const record = await call(application, '14400', answers, callSid, by);
    // Too late for the application: the flow has gone on.
    expect(heard(record)).toEqual(['Please hold.', 'Are you still there?', 'Thank you.']);
    expect(await execution(callSid).result()).toMatchObject({ reason: 'completed' });
  });

  it('keeps its clock over further pages of the application', async () => {
    const application = await Application.start({
      '/': '<Gather action="/second"/>',
      '/second': '<Gather action="/third"/>',
      '/third': QUEUE,
      '/left': '',
    });
    const callSid = newSid('CA');
    const hour = async (): Promise<void> => {
      await env.sleep('1h');
      expect(await way(callSid)).toEqual(['Trigger']);
    };
    const rest = async (): Promise<void> => {
      await env.sleep((FOUR_HOURS - 2 * 3600 - 60) * 1000);
      expect(await way(callSid)).toEqual(['Trigger']);
      await env.sleep(120_000);
      expect(await way(callSid)).toEqual(['Trigger', 'app', 'note']);
    };
    const record = await call(
      application,
      '14400',
      meanwhile([hour, '1'], [hour, '2'], [rest, 'queue: leave'], [nothing, '1#']),
      callSid,
    );
    expect(heard(record)).toEqual(['Please hold.', 'Are you still there?', 'Thank you.']);
  });

  it('is over at once when the call is, whatever the clock says', async () => {
    const application = await Application.start({ '/': QUEUE });
    const { callSid } = await call(application, '14400', meanwhile([() => env.sleep('1h'), 'hangup']));
    expect(await execution(callSid).result()).toMatchObject({ reason: 'hangup', way: ['Trigger'] });
    const { startTime, closeTime } = await execution(callSid).describe();
    expect(closeTime!.getTime() - startTime.getTime()).toBeLessThan(3600_000 + 60_000);
  });

  it('with a timeout of 0 is waited for as long as the call lasts', async () => {
    const application = await Application.start({
      '/': QUEUE,
      '/left': '<Say>Bye from the application.</Say>',
    });
    const callSid = newSid('CA');
    const day = async (): Promise<void> => {
      await env.sleep('20h');
      expect(await way(callSid)).toEqual(['Trigger']);
    };
    const record = await call(application, '0', meanwhile([day, 'queue: leave']), callSid);
    expect(heard(record)).toEqual(['Please hold.', 'Bye from the application.']);
    expect(await execution(callSid).result()).toMatchObject({ reason: 'hangup', way: ['Trigger'] });
    const { events } = await execution(callSid).fetchHistory();
    expect(events?.filter(({ timerStartedEventAttributes }) => timerStartedEventAttributes)).toEqual([]);
  });
});

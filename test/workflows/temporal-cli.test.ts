import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { JsonObject } from '../../flow/json';
import type { Step } from '../../workflows/contract';
import { findCli } from '../../scripts/temporal/cli';
import { ACCOUNT, Engine, type Flow } from '../setup/engine';
import type { Execution } from '../setup/execution';
import { flowOf, gather, http, say, state, variables } from '../resilience/flows';
import { Outside } from '../resilience/outside';
import { CallLeg } from '../resilience/twilio';
import { until } from '../setup/until';

const run = promisify(execFile);

let cli: string;
let outside: Outside;
beforeAll(async () => {
  [cli, outside] = await Promise.all([findCli(), Outside.start()]);
});
afterAll(() => outside.close());

/** The `temporal` command, as an operator uses it. */
class Operator {
  constructor(
    private readonly address: string,
    private readonly workflowId: string,
    private readonly sid: string,
  ) {}

  /** With the call's SID: the operator speaks for the call, and reads the answer himself. */
  async webhook(webhook: object): Promise<void> {
    await this.temporal(
      'signal',
      '--name',
      'webhook',
      '--input',
      JSON.stringify({ ...webhook, sid: this.sid }),
    );
  }

  async query<Result>(type: string): Promise<Result> {
    const { stdout } = await this.temporal('query', '--type', type, '--output', 'json');
    return (JSON.parse(stdout) as { queryResult: [Result] }).queryResult[0];
  }

  /** Waits until the answer holds a text, and tells what it is. */
  async twiml(text: string): Promise<string> {
    let twiml = '';
    await until(async () => (twiml = await this.query<string>('twiml')).includes(text));
    return twiml;
  }

  private temporal(command: string, ...args: string[]) {
    const where = ['--address', this.address, '--workflow-id', this.workflowId];
    return run(cli, ['workflow', command, ...where, ...args]);
  }
}

function orderFlow(inner: Flow): JsonObject {
  return flowOf(
    say('hello', 'Hello', 'ask'),
    gather('ask', 'What do you want?', 'keep', 'ask'),
    variables('keep', { wish: '{{widgets.ask.Digits}}' }, 'order'),
    http('order', 'POST', outside.url('/order'), 'record', 'sorry', 'wish={{flow.variables.wish}}'),
    state('record', 'record-voicemail', {}, { recordingComplete: 'sub', noAudio: 'sub', hangup: '' }),
    state(
      'sub',
      'run-subflow',
      { flow_sid: inner.sid, flow_revision: 'LatestPublished', parameters: [] },
      { completed: 'app', failed: 'sorry' },
    ),
    state(
      'app',
      'add-twiml-redirect',
      { url: outside.url('/held/app'), method: 'POST', timeout: '14400' },
      { return: 'bye', timeout: 'bye', fail: 'sorry' },
    ),
    say('bye', 'Your {{flow.variables.wish}} from {{widgets.app.from}} and {{widgets.sub.colour}}'),
    say('sorry', 'Sorry'),
  );
}

const way = [
  ['Trigger', 'incomingCall', 'hello'],
  ['hello', 'audioComplete', 'ask'],
  ['ask', 'timeout', 'ask'],
  ['ask', 'keypress', 'keep'],
  ['keep', 'next', 'order'],
  ['order', 'success', 'record'],
  ['record', 'recordingComplete', 'sub'],
  ['Trigger', 'incomingParent', 'paint'],
  ['paint', 'next', null],
  ['sub', 'completed', 'app'],
  ['app', 'return', 'bye'],
  ['bye', 'audioComplete', null],
];

describe.each(['turn', 'widget'] as const)(
  'a call driven by signals and queries alone, ADVANCE=%s',
  advance => {
    let engine: Engine;
    let execution: Execution;
    let operator: Operator;
    let flow: Flow;

    beforeAll(async () => {
      engine = await Engine.start({ settings: { advance } });
      const inner = await engine.flow(flowOf(variables('paint', { colour: 'red' })));
      flow = await engine.flow(orderFlow(inner));
      const leg = new CallLeg(flow);
      await leg.ring();
      execution = engine.execution(flow, leg.sid);
      operator = new Operator(engine.temporal.address, execution.workflowId, leg.sid);
    });
    afterAll(() => engine.close());

    it('goes the way of the signals, and every query tells where it is', async () => {
      expect(await operator.twiml('<Gather')).toContain('What do you want?');
      await operator.webhook({ event: 'timeout', step: 1 });
      await operator.twiml('FlowStep=2');
      // Late, and not what the widget knows: neither moves anything.
      await operator.webhook({ event: 'keypress', step: 1, params: { Digits: '9' } });
      await operator.webhook({ event: 'return', params: { Digits: '9' } });
      await operator.webhook({ event: 'keypress', params: { Digits: '7' } });
      expect(await operator.twiml('<Record')).toContain('FlowStep=3');
      expect(outside.asked('/order').at(-1)?.body).toBe('wish=7');
      expect(await operator.query('context')).toMatchObject({ flow: { variables: { wish: '7' } } });
      await operator.webhook({ params: { RecordingUrl: 'https://example.com/RE1' } });
      await outside.untilAsked('/held/app', advance === 'turn' ? 1 : 2);
      outside.release('<Response><Say>The application speaks</Say><Pause/></Response>', 'text/xml');
      await operator.twiml('The application speaks');
      await operator.webhook({ event: 'return', params: { from: 'there' } });
      expect(await execution.result()).toMatchObject({ reason: 'completed', way: way.map(([from]) => from) });
      expect(await operator.query('twiml')).toContain('Your 7 from there and red');
    });

    it('has steps with all that the Steps API shows', async () => {
      const steps = await operator.query<Step[]>('steps');
      expect(steps.map(({ from, name, to }) => [from, name, to])).toEqual(way);
      for (const [index, { sid, parentStepSid, dateCreated, type, flowSid }] of steps.entries()) {
        expect(sid).toMatch(/^FT[0-9a-f]{32}$/);
        expect(parentStepSid).toBe(steps[index - 1]?.sid ?? null);
        expect(new Date(dateCreated).toISOString()).toBe(dateCreated);
        expect(type).toMatch(/^[a-z0-9-]+$/);
        expect(flowSid).toMatch(/^FW/);
      }
      expect(new Set(steps.map(({ sid }) => sid)).size).toBe(steps.length);
      expect(steps.map(({ dateCreated }) => dateCreated)).toEqual(
        steps.map(({ dateCreated }) => dateCreated).sort(),
      );
      expect(steps[3]?.warnings?.map(({ code }) => code)).toEqual([81002, 81002]);
      expect(steps[3]?.changes).toEqual([{ kind: 'widget', widget: 'ask', output: { Digits: '7' } }]);
    });

    it('reads like the flow: activities by type and widget, the way, search attributes', async () => {
      const { events } = await execution.handle.fetchHistory();
      const text = (bytes?: Uint8Array | null): unknown => bytes && JSON.parse(Buffer.from(bytes).toString());
      const scheduled = (events ?? []).flatMap(
        ({ activityTaskScheduledEventAttributes: task, userMetadata }) =>
          task ? [[task.activityType?.name, text(userMetadata?.summary?.data)]] : [],
      );
      expect(scheduled).toEqual([
        ['make-http-request', 'order'],
        ['add-twiml-redirect', 'app'],
      ]);
      const turns = (events ?? []).filter(
        ({ markerRecordedEventAttributes }) => markerRecordedEventAttributes,
      );
      const summaries = turns.map(({ userMetadata }) => text(userMetadata?.summary?.data));
      // Leaving a widget and coming to the next are two lines where each widget is to have its own.
      const lines = {
        turn: 'incomingCall ask ask order record app',
        widget: 'incomingCall hello ask ask ask ask keep order order record record sub paint app app bye',
      };
      expect(summaries.join(' ')).toBe(lines[advance]);

      const { typedSearchAttributes } = await execution.handle.describe();
      const values = Object.fromEntries(
        typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
      );
      expect(values).toMatchObject({
        ExecutionSid: expect.stringMatching(/^FN[0-9a-f]{32}$/) as string,
        FlowSid: flow.sid,
        FlowRevision: 1,
        ContactAddress: '+15551110001',
        CallSid: execution.workflowId.split('/')[1],
        EndedReason: 'completed',
      });
      expect((await execution.context()).trigger['call']).toMatchObject({ AccountSid: ACCOUNT });
    });

    it('tells in its details where it waits, or how it ended', async () => {
      const metadata = await execution.handle.query<{ currentDetails: string }>(
        '__temporal_workflow_metadata',
      );
      expect(metadata.currentDetails).toContain('**Ended**: completed');
      expect(metadata.currentDetails).toContain('`order` (make-http-request) —success→ `record`');
    });
  },
);

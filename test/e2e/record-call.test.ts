import type { JsonObject } from '../../flow/json';
import { heard } from '../../phone/record';
import { Application } from '../phone/application';
import { flowOf, gather, say, state } from '../resilience/flows';
import { Engine } from '../setup/engine';
import { until } from '../setup/until';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.close());

const record = (name: string, properties: JsonObject, next: string): JsonObject =>
  state(name, 'record-call', properties, { success: next, failed: 'failed' });

describe('a flow that records its call', () => {
  it('starts and stops the recording while the caller goes on, and its application is told', async () => {
    const application = await Application.start({ '/recorded': '' });
    const flow = await engine.flow(
      flowOf(
        say('hello', 'Hello.', 'start'),
        record(
          'start',
          {
            record_call: true,
            recording_status_callback: application.url('/recorded'),
            recording_status_callback_events: 'in-progress completed',
          },
          'ask',
        ),
        gather('ask', 'This call is recorded. Your card number?', 'stop'),
        record('stop', { record_call: false }, 'more'),
        gather('more', 'Now it is not. A key?', 'bye'),
        say('bye', 'Bye.'),
        say('failed', 'It could not be recorded.'),
      ),
    );
    const call = await engine.call(flow, ['1', '2']);
    expect(heard(call)).toEqual([
      'Hello.',
      'This call is recorded. Your card number?',
      'Now it is not. A key?',
      'Bye.',
    ]);
    const execution = engine.execution(flow, call.callSid);
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'hello', 'start', 'ask', 'stop', 'more', 'bye'],
    });
    const { start, stop } = (await execution.context()).widgets;
    expect(start).toMatchObject({
      Sid: expect.stringMatching(/^RE[0-9a-f]{32}$/) as string,
      CallSid: call.callSid,
      Status: 'in-progress',
      Channels: 2,
    });
    expect(stop).toMatchObject({ Sid: start?.['Sid'], Status: 'stopped' });
    await until(() => Promise.resolve(application.at('/recorded').length >= 2));
    expect(
      application.at('/recorded').map(({ params, signed }) => [params['RecordingStatus'], signed]),
    ).toEqual([
      ['in-progress', true],
      ['completed', true],
    ]);
  });

  it('cannot do so before the call is answered, as in hosted Studio', async () => {
    const flow = await engine.flow(
      flowOf(record('start', { record_call: true }, 'failed'), say('failed', 'It could not be recorded.')),
    );
    const call = await engine.call(flow);
    expect(heard(call)).toEqual(['It could not be recorded.']);
    const [warning] = await engine.execution(flow, call.callSid).warnings();
    expect(warning).toMatchObject({ code: 21220 });
  });

  it('goes on by failed where nothing is recorded that could be stopped', async () => {
    const flow = await engine.flow(
      flowOf(
        gather('ask', 'A key?', 'stop'),
        record('stop', { record_call: false }, 'bye'),
        say('bye', 'Bye.'),
        say('failed', 'Nothing was recorded.'),
      ),
    );
    const call = await engine.call(flow, ['1']);
    expect(heard(call)).toEqual(['A key?', 'Nothing was recorded.']);
    const execution = engine.execution(flow, call.callSid);
    expect((await execution.steps()).at(-2)).toMatchObject({ from: 'stop', name: 'failed' });
    expect(await execution.warnings()).not.toEqual([]);
  });
});

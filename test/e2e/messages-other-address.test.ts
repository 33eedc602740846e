import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Engine, NUMBER } from '../setup/engine';
import { createTimeSkipping, describeWithTimeSkipping } from '../setup/time-skipping';
import { ask, flowOf, somebody, write } from './message-flows';

const MINUTE = 60_000;
/** The flow writes from here. */
const OTHER = '+15551230002';

// On its own: the server skips no more time once a child workflow has outlived its parent.
describeWithTimeSkipping('questions from another number than the contact has written to', () => {
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

  it('each take a reply for as long as they wait themselves', async () => {
    const [short, long] = [
      { from: OTHER, timeout: '3600' },
      { from: OTHER, timeout: '7200' },
    ];
    const flow = await engine.flow(
      flowOf(
        ask('name', 'Name?', 'age', short),
        ask('age', 'Age?', 'city', long),
        ask('city', 'City?', 'thanks', short),
        write('thanks', 'Thanks', null, { from: OTHER }),
      ),
    );
    const from = somebody();
    await engine.contact(flow, { from }).write('Hi');
    const contact = engine.contact(flow, { from, to: OTHER });
    const replies = [
      [50, 'Ada'],
      [110, '36'],
      [50, 'London'],
    ] as const;
    for (const [minutes, reply] of replies) {
      await env.sleep(minutes * MINUTE);
      await contact.write(reply);
    }
    expect(await contact.until(3)).toEqual(['Age?', 'City?', 'Thanks']);
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'name', 'age', 'city', 'thanks'] });
    expect(await execution.warnings()).toEqual([]);
  });
});

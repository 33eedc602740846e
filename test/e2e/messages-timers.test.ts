import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Engine, NUMBER } from '../setup/engine';
import { createTimeSkipping, describeWithTimeSkipping } from '../setup/time-skipping';
import { Application } from '../phone/application';
import { redirect } from './flows';
import { ask, flowOf, somebody, write } from './message-flows';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

describeWithTimeSkipping('a question', () => {
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

  /** Somebody who has been asked. */
  async function start(timeout?: string | number, question?: ReturnType<typeof ask>) {
    const properties = { ...(timeout !== undefined && { timeout }), ways: { timeout: 'late' } };
    const flow = await engine.flow(
      flowOf(
        question ?? ask('name', 'Name?', 'hello', properties),
        write('hello', 'Hello {{widgets.name.inbound.Body}}'),
        write('late', 'Too late'),
      ),
    );
    const from = somebody();
    const contact = engine.contact(flow, { from });
    await contact.write('Hi');
    await contact.until(1);
    return { contact, execution: engine.execution(flow, `${NUMBER}/${from}`) };
  }

  it('of 30 days takes a reply after 29', async () => {
    const { contact, execution } = await start('2592000');
    await env.sleep(29 * DAY);
    await contact.write('Ada');
    expect(await contact.until(2)).toEqual(['Name?', 'Hello Ada']);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });

  it('of 30 days is given up after them, and not before', async () => {
    const { contact, execution } = await start('2592000');
    await env.sleep(30 * DAY - 10 * MINUTE);
    expect(contact.received).toEqual(['Name?']);
    await env.sleep(20 * MINUTE);
    expect(await contact.until(2)).toEqual(['Name?', 'Too late']);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'name', 'late'] });
  });

  it.each([
    ['the hour that it waits where the flow says so', '3600'],
    ['the hour, written as a number', 3600],
    ['the hour that it waits where the flow does not say a number', 'soon'],
  ])('is given up after %s', async (_what, timeout) => {
    const { contact, execution } = await start(timeout);
    await env.sleep(HOUR - MINUTE);
    expect(contact.received).toEqual(['Name?']);
    await env.sleep(2 * MINUTE);
    expect(await contact.until(2)).toEqual(['Name?', 'Too late']);
    expect((await execution.steps())[1]).toMatchObject({ from: 'name', name: 'timeout', to: 'late' });
    // The contact is free.
    await contact.write('Hi again');
    expect(await contact.until(3)).toEqual(['Name?', 'Too late', 'Name?']);
  });

  it('is not given up later because something else has come meanwhile', async () => {
    const { contact, execution } = await start('3600');
    await env.sleep(HOUR / 2);
    await execution.handle.signal('webhook', { event: 'nothing' });
    await env.sleep(HOUR / 2 + MINUTE);
    expect(await contact.until(2)).toEqual(['Name?', 'Too late']);
  });

  it('of a request is given up, too, and the contact is free then', async () => {
    const flow = await engine.flow(
      flowOf(
        ask('name', 'Name?', 'hello', { ways: { timeout: 'late' } }),
        write('hello', 'Hello'),
        write('late', 'Too late'),
      ),
    );
    const to = somebody();
    const contact = engine.contact(flow, { from: to });
    const execution = await engine.request(flow, { to });
    await contact.until(1);
    await env.sleep(HOUR + MINUTE);
    expect(await contact.until(2)).toEqual(['Name?', 'Too late']);
    await execution.result();
    await contact.write('Hi');
    expect(await contact.until(3)).toEqual(['Name?', 'Too late', 'Name?']);
    expect(await execution.context()).toMatchObject({ trigger: { message: { Body: 'Hi' } } });
  });

  it('of an application is given up after four hours', async () => {
    const application = await Application.start({ '/': '<Message>From the application</Message>' });
    const ways = { return: 'hello', timeout: 'late', fail: null };
    const { contact, execution } = await start(undefined, redirect('name', { url: application.url() }, ways));
    await env.sleep(4 * HOUR - MINUTE);
    expect(contact.received).toEqual(['From the application']);
    await env.sleep(2 * MINUTE);
    expect(await contact.until(2)).toEqual(['From the application', 'Too late']);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'name', 'late'] });
  });
});

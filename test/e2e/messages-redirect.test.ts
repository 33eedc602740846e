import { newSid } from '../../phone/params';
import { Application } from '../phone/application';
import { queryIn } from '../resilience/twilio';
import { nothing, Writer } from '../resilience/writer';
import { Engine, NUMBER, type Flow } from '../setup/engine';
import { redirect } from './flows';
import { ask, flowOf, somebody, write } from './message-flows';

let byEngine: Engine;
let byTwilio: Engine;

beforeAll(async () => {
  [byEngine, byTwilio] = await Promise.all([
    Engine.start(),
    Engine.start({ settings: { redirectFetch: 'twilio' } }),
  ]);
});
afterAll(async () => {
  await byEngine.close();
  await byTwilio.close();
});

/** Hands the contact over to an application, and says what comes of it. */
function handOver(application: Application, timeout = '14400') {
  return flowOf(
    redirect('app', { url: application.url(), timeout }, { return: 'back', timeout: 'late', fail: 'failed' }),
    write('back', 'Back with {{widgets.app.color}}{{widgets.app.inbound.Body}}'),
    write('late', 'Too late'),
    write('failed', 'No application'),
  );
}

/** The way back, as an application writes it. */
const back = ({ url }: Flow, query = ''): string => `<Redirect>${url}?FlowEvent=return${query}</Redirect>`;

describe.each([
  ['engine', () => byEngine],
  ['twilio', () => byTwilio],
] as const)('a conversation by messages that an application takes over (REDIRECT_FETCH=%s)', (_who, by) => {
  let engine: Engine;
  beforeAll(() => (engine = by()));

  /** Somebody who writes to a flow that hands over to an application with these pages. */
  async function start(pages: (flow: Flow) => Record<string, string>, timeout?: string) {
    const contents: Record<string, string> = {};
    const application = await Application.start(contents);
    const flow = await engine.flow(handOver(application, timeout));
    Object.assign(contents, pages(flow));
    const from = somebody();
    return {
      application,
      contact: engine.contact(flow, { from }),
      execution: engine.execution(flow, `${NUMBER}/${from}`),
    };
  }

  it('comes back by FlowEvent=return, with parameters', async () => {
    const { contact, execution, application } = await start(flow => ({
      '/': `<Message>Hello from the application</Message>${back(flow, '&amp;color=blue')}`,
    }));
    await contact.write('Hi');
    expect(await contact.until(2)).toEqual(['Hello from the application', 'Back with blue']);
    expect(await execution.result()).toMatchObject({ reason: 'completed', way: ['Trigger', 'app', 'back'] });
    expect((await execution.context()).widgets['app']).toMatchObject({ color: 'blue', Body: 'Hi' });
    expect(application.seen).toHaveLength(1);
    expect(application.seen[0]).toMatchObject({
      method: 'POST',
      signed: true,
      params: { Body: 'Hi', To: NUMBER },
    });
  });

  it('comes back by what the contact writes next', async () => {
    const { contact, execution, application } = await start(() => ({
      '/': '<Message>What do you like?</Message>',
    }));
    await contact.write('Hi');
    await contact.write('Tea');
    expect(await contact.until(2)).toEqual(['What do you like?', 'Back with Tea']);
    const { widgets } = await execution.context();
    expect(widgets['app']).toEqual({
      inbound: expect.objectContaining({ Body: 'Tea', To: NUMBER }) as object,
    });
    expect(application.seen).toHaveLength(1);
  });

  it('goes on over further pages', async () => {
    const { contact, application } = await start(flow => ({
      '/': '<Message>One</Message><Redirect>/two?page=2</Redirect>',
      '/two': '<Message>Two</Message><Redirect method="GET">three</Redirect>',
      '/three': back(flow, '&amp;color=green'),
    }));
    await contact.write('Hi');
    expect(await contact.until(3)).toEqual(['One', 'Two', 'Back with green']);
    expect(application.seen.map(({ method, path, signed }) => [method, path, signed])).toEqual([
      ['POST', '/', true],
      ['POST', '/two', true],
      ['GET', '/three', true],
    ]);
    expect(application.at('/two')[0]?.params).toMatchObject({ page: '2', Body: 'Hi' });
  });

  it('follows the action of a message', async () => {
    const { contact, application } = await start(flow => ({
      '/': '<Message action="/sent">One</Message>',
      '/sent': back(flow, '&amp;color=red'),
    }));
    await contact.write('Hi');
    expect(await contact.until(2)).toEqual(['One', 'Back with red']);
    expect(application.at('/sent')[0]?.params).toMatchObject({ MessageStatus: 'sent' });
  });

  it('is over with the words of the application where it is not expected back', async () => {
    const { contact, execution } = await start(
      () => ({ '/': '<Message>Bye from the application</Message>' }),
      '0',
    );
    await contact.write('Hi');
    expect(contact.received).toEqual(['Bye from the application']);
    expect(await execution.result()).toMatchObject({ reason: 'completed', way: ['Trigger'] });
    const { runId } = await execution.handle.describe();
    // The contact is free at once.
    await contact.write('Hi again');
    expect(contact.received).toHaveLength(2);
    expect((await execution.handle.describe()).runId).not.toBe(runId);
  });

  it('comes back when its time is up', async () => {
    const { contact, execution } = await start(() => ({ '/': '<Message>What do you like?</Message>' }), '1');
    await contact.write('Hi');
    expect(await contact.until(2)).toEqual(['What do you like?', 'Too late']);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'app', 'late'] });
  });

  it('goes from application to application', async () => {
    const contents: Record<string, string> = {};
    const application = await Application.start(contents);
    const ways = (next: string) => ({ return: next, timeout: null, fail: null });
    const flow = await engine.flow(
      flowOf(
        redirect('one', { url: application.url('/one') }, ways('name')),
        ask('name', 'Name?', 'two'),
        redirect('two', { url: application.url('/two?name={{widgets.name.inbound.Body}}') }, ways('end')),
        write('end', '{{widgets.one.a}} {{widgets.two.b}}'),
      ),
    );
    contents['/one'] = `<Message>One</Message>${back(flow, '&amp;a=1')}`;
    contents['/two'] = `<Message>Two</Message>${back(flow, '&amp;b=2')}`;
    const contact = engine.contact(flow, { from: somebody() });
    await contact.write('Hi');
    await contact.until(2);
    await contact.write('Ada');
    expect(await contact.until(4)).toEqual(['One', 'Name?', 'Two', '1 2']);
    expect(application.at('/two')[0]?.params).toMatchObject({ name: 'Ada', Body: 'Ada' });
  });
});

describe('FlowEvent=return', () => {
  it('with nothing parked is a message like any other: it starts an execution', async () => {
    const flow = await byEngine.flow(
      flowOf(write('hello', 'Hello {{trigger.message.Body}} {{trigger.message.x}}')),
    );
    const from = somebody();
    const contact = byEngine.contact(flow, { from });
    await new Writer(flow, from).write('Hi', { query: 'FlowEvent=return&x=1' });
    expect(await contact.until(1)).toEqual(['Hello Hi 1']);
  });

  it('at a widget that waits for a reply moves nothing, and is noted', async () => {
    const flow = await byEngine.flow(flowOf(ask('name', 'Name?', 'hello'), write('hello', 'Hello')));
    const from = somebody();
    const [contact, writer] = [byEngine.contact(flow, { from }), new Writer(flow, from)];
    await contact.write('Hi');
    expect(await writer.write('Hi', { query: 'FlowEvent=return' })).toEqual(nothing);
    await contact.write('Ada');
    expect(await contact.until(2)).toEqual(['Name?', 'Hello']);
    const execution = byEngine.execution(flow, `${NUMBER}/${from}`);
    expect(await execution.warnings()).toMatchObject([{ code: 81002 }]);
  });
});

describe('an application that the engine asks', () => {
  it('has each of its messages told once, whatever is repeated', async () => {
    const contents: Record<string, string> = {};
    const application = await Application.start(contents);
    const flow = await byEngine.flow(handOver(application));
    contents['/'] = '<Message>One</Message><Redirect>/two</Redirect>';
    contents['/two'] = `<Message>Two</Message>${back(flow, '&amp;color=blue')}`;
    const from = somebody();
    const writer = new Writer(flow, from);
    const sid = newSid('SM');
    const first = await writer.write('Hi', { sid });
    expect(first.body).toContain('<Message>One</Message>');
    const second = await writer.write('Hi', { sid, query: queryIn(first) });
    expect(second.body).toContain('<Message>Two</Message>');
    // The same requests anew, when they have been answered: nobody waits for their messages.
    expect(await writer.write('Hi', { sid, query: queryIn(first) })).toEqual(nothing);
    expect(await writer.write('Hi', { sid, query: queryIn(second) })).toEqual(nothing);
    expect(application.seen.map(({ path }) => path)).toEqual(['/', '/two']);
    const execution = byEngine.execution(flow, `${NUMBER}/${from}`);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'app', 'back'] });
  });

  it('is left at once where the execution is ended, and its further pages start none', async () => {
    const application = await Application.start({
      '/': '<Message>One</Message><Redirect>/two</Redirect>',
      '/two': '<Message>Two</Message>',
    });
    const flow = await byEngine.flow(handOver(application));
    const from = somebody();
    const writer = new Writer(flow, from);
    const sid = newSid('SM');
    const query = queryIn(await writer.write('Hi', { sid }));
    const execution = byEngine.execution(flow, `${NUMBER}/${from}`);
    await execution.handle.signal('end');
    const { executionSid } = await execution.result();
    expect(await writer.write('Hi', { sid, query })).toEqual(nothing);
    expect(await execution.result()).toMatchObject({ executionSid, reason: 'ended' });
    expect(application.at('/two')).toEqual([]);
  });

  it.each([
    ['does not find the page', 404],
    ['fails', 500],
  ])('and that %s takes fail, at any page', async (_what, status) => {
    const application = await Application.start({
      '/': '<Message>One</Message><Redirect>/two</Redirect>',
      '/two': (_seen, response) => {
        response.statusCode = status;
        return '';
      },
    });
    const flow = await byEngine.flow(handOver(application));
    const from = somebody();
    const contact = byEngine.contact(flow, { from });
    await contact.write('Hi');
    expect(await contact.until(2)).toEqual(['One', 'No application']);
    const execution = byEngine.execution(flow, `${NUMBER}/${from}`);
    expect(await execution.warnings()).toMatchObject([
      { code: 81016, message: expect.stringContaining(String(status)) as string },
    ]);
  });
});

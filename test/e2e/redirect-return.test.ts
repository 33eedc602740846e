import { newSid } from '../../phone/params';
import { heard } from '../../phone/record';
import { ACCOUNT, Application } from '../phone/application';
import { Engine } from '../setup/engine';
import { flowOf, redirect, say } from './flows';

const FLOW = newSid('FW');
const CHAIN = newSid('FW');
const LEAVING = newSid('FW');

/** One redirect; what comes back is spoken. The test names the URL, as Liquid of a real flow does. */
const oneRedirect = flowOf(
  redirect('app', { url: '{{trigger.call.Url}}' }, { return: 'back', timeout: 'late', fail: 'failed' }),
  say('back', 'Back with {{widgets.app.choice}} and {{widgets.app.Digits}}.'),
  say('late', 'Too late.'),
  say('failed', 'No application.'),
);

const chain = flowOf(
  redirect('one', { url: '{{trigger.call.Url}}one' }, { return: 'two' }),
  redirect('two', { url: '{{trigger.call.Url}}two?before={{widgets.one.word}}' }, { return: 'three' }),
  redirect('three', { url: '{{trigger.call.Url}}three', method: 'GET' }, { return: 'end' }),
  say('end', '{{widgets.one.word}}, {{widgets.two.word}}, {{widgets.three.word}}'),
);

const leaving = flowOf(
  redirect('app', { url: '{{trigger.call.Url}}', timeout: '0' }, { return: 'no', timeout: 'no', fail: 'no' }),
  say('no', 'Never.'),
);

describe.each(['engine', 'twilio'] as const)('control comes back (%s asks)', redirectFetch => {
  let engine: Engine;
  let back: (query: string) => string;

  beforeAll(async () => {
    engine = await Engine.start({
      flows: { [FLOW]: oneRedirect, [CHAIN]: chain, [LEAVING]: leaving },
      settings: { redirectFetch },
    });
    back = query => `${engine.webhook(FLOW)}?FlowEvent=return&amp;${query}`;
  });
  afterAll(() => engine.close());

  const call = (application: Application, answers: string[] = [], path = '/') =>
    engine.call(FLOW, answers, { parameters: { Url: application.url(path) } });

  it.each(['GET', 'POST'])('from the first page, by %s', async method => {
    const application = await Application.start({
      '/': `<Redirect method="${method}">${back('choice=a%20b%26c%2B')}</Redirect>`,
    });
    const record = await call(application);
    expect(heard(record)).toEqual(['Back with a b&c+ and .']);
    expect(record).toMatchObject({ reason: 'hangup', status: 'completed' });
  });

  it.each(['GET', 'POST'])('from the third page, by %s: gather, its action, redirect', async method => {
    const application = await Application.start({
      '/': `<Say>Hello.</Say><Gather action="/digits" method="${method}"><Say>Press.</Say></Gather>`,
      '/digits': ({ params }) =>
        `<Say>You pressed ${params['Digits']}.</Say><Redirect method="${method}">/third</Redirect>`,
      '/third': `<Redirect method="${method}">${back('choice=tea')}</Redirect>`,
    });
    expect(heard(await call(application, ['42#']))).toEqual([
      'Hello.',
      'Press.',
      'You pressed 42.',
      'Back with tea and .',
    ]);
    expect(application.seen.map(({ path, method }) => `${method} ${path}`)).toEqual([
      'POST /',
      `${method} /digits`,
      `${method} /third`,
    ]);
  });

  it('by the action of a verb, with what the verb found out', async () => {
    const application = await Application.start({ '/': `<Gather action="${back('choice=cake')}"/>` });
    expect(heard(await call(application, ['7#']))).toEqual(['Back with cake and 7.']);
  });

  it('with every parameter of the request', async () => {
    const application = await Application.start({ '/': `<Redirect>${back('choice=x')}</Redirect>` });
    const { callSid } = await call(application);
    const context = await engine.execution(FLOW, callSid).handle.query('context');
    expect(context).toMatchObject({
      widgets: { app: { choice: 'x', CallSid: callSid, CallStatus: 'ringing', From: '+15557654321' } },
    });
    expect(JSON.stringify(context)).not.toContain('FlowEvent');
  });

  it('after three redirects in a row', async () => {
    const own = (word: string): string =>
      `<Redirect>${engine.webhook(CHAIN)}?FlowEvent=return&amp;word=${word}</Redirect>`;
    const application = await Application.start({
      '/one': own('un'),
      '/two': own('deux'),
      '/three': own('trois'),
    });
    const record = await engine.call(CHAIN, [], { parameters: { Url: application.url() } });
    expect(heard(record)).toEqual(['un, deux, trois']);
    expect(application.seen.map(({ path, method, params }) => [method, path, params['before']])).toEqual([
      ['POST', '/one', undefined],
      ['POST', '/two', 'un'],
      ['GET', '/three', undefined],
    ]);
  });

  it('or is not expected back, with a timeout of 0: there is no timer, and the call ends the execution', async () => {
    const application = await Application.start({ '/': '<Say>Bye.</Say>' });
    const record = await engine.call(LEAVING, [], { parameters: { Url: application.url() } });
    expect(heard(record)).toEqual(['Bye.']);
    const execution = engine.execution(LEAVING, record.callSid).handle;
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger'] });
    const { events } = await execution.fetchHistory();
    expect(events?.filter(event => event.timerStartedEventAttributes)).toEqual([]);
  });

  it('where the redirect itself leads to hosted Studio: the host is ours, the path is that of a flow', async () => {
    const hosted = `https://webhooks.twilio.com/v1/Accounts/${ACCOUNT}/Flows/${FLOW}?FlowEvent=return&choice=home`;
    const record = await engine.call(FLOW, [], { parameters: { Url: hosted } });
    expect(heard(record)).toEqual(['Back with home and .']);
  });
});

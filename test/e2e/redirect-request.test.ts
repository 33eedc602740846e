import { newSid } from '../../phone/params';
import { heard } from '../../phone/record';
import { ACCOUNT, Application } from '../phone/application';
import { Engine } from '../setup/engine';
import { flowOf, redirect, say } from './flows';

const FLOW = newSid('FW');
const flow = flowOf(
  redirect(
    'app',
    { url: '{{trigger.call.Url}}', method: '{{trigger.call.Method}}' },
    { return: 'again', fail: 'no' },
  ),
  redirect('again', { url: '{{trigger.call.Next}}' }, { return: 'bye', fail: 'no' }),
  say('bye', 'Bye.'),
  say('no', 'No application.'),
);

describe.each(['engine', 'twilio'] as const)('what the application is asked (%s asks)', redirectFetch => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start({ flows: { [FLOW]: flow }, settings: { redirectFetch } });
  });
  afterAll(() => engine.close());

  const back = () => `<Redirect>${engine.webhook(FLOW)}?FlowEvent=return</Redirect>`;
  const call = (
    application: Application,
    answers: string[],
    { method = 'POST', path = '/', next = '/again' } = {},
  ) =>
    engine.call(FLOW, answers, {
      parameters: { Url: application.url(path), Method: method, Next: application.url(next) },
    });

  it.each(['GET', 'POST'])('is signed, so that the official validator takes it: %s', async method => {
    const application = await Application.start({
      '/': `<Gather action="/digits?x=1&amp;y=a%20b" method="${method}"/>`,
      '/digits': (_seen, response) => void response.writeHead(302, { location: '/moved?z=1' }).end(),
      '/moved': back,
      '/again': back,
    });
    const record = await call(application, ['12#'], { method, path: '/?q=%C3%A9&r=+' });
    expect(heard(record)).toEqual(['Bye.']);
    expect(application.seen.map(({ path, signed }) => [path, signed])).toEqual([
      ['/', true],
      ['/digits', true],
      ['/moved', true],
      ['/again', true],
    ]);
    expect(application.at('/')[0]).toMatchObject({ method, params: { q: 'é', r: ' ', AccountSid: ACCOUNT } });
    expect(application.at('/digits')[0]!.params).toMatchObject({ x: '1', y: 'a b', Digits: '12' });
  });

  it('is asked once where Twilio delivers everything twice', async () => {
    const application = await Application.start({
      '/': '<Gather action="/digits"/>',
      '/digits': back,
      '/again': back,
    });
    const parameters = { Url: application.url(), Method: 'POST', Next: application.url('/again') };
    const record = await engine.call(FLOW, ['1'], { parameters, deliverTwice: true });
    expect(heard(record)).toEqual(['Bye.']);
    // The phone itself delivers twice what Twilio asks the application.
    const times = redirectFetch === 'engine' ? 1 : 2;
    expect(['/', '/digits', '/again'].map(path => application.at(path).length)).toEqual([
      times,
      times,
      times,
    ]);
  });

  it('has the parameters of the call, as Twilio sends them', async () => {
    const application = await Application.start({
      '/': '<Say>Hello.</Say><Redirect>/next</Redirect>',
      '/next': back,
      '/again': back,
    });
    const { callSid } = await call(application, []);
    const standard = {
      CallSid: callSid,
      From: '+15557654321',
      To: '+15551230001',
      Direction: 'inbound',
      ApiVersion: '2010-04-01',
    };
    expect(application.seen.map(({ params }) => params)).toEqual([
      expect.objectContaining({ ...standard, CallStatus: 'ringing' }),
      expect.objectContaining({ ...standard, CallStatus: 'in-progress' }),
      expect.objectContaining({ ...standard, CallStatus: 'in-progress' }),
    ]);
    for (const { params } of application.seen)
      expect(Object.keys(params).filter(name => name.startsWith('Flow'))).toEqual([]);
  });

  it('has them as they are by then, also where something was only said before', async () => {
    const application = await Application.start({ '/': back });
    const url = { url: application.url() };
    const ways = { return: null, timeout: null, fail: null };
    // What reaches outside waits until the words have been heard.
    const flow = await engine.flow(flowOf(say('hello', 'Hello', 'app'), redirect('app', url, ways)));
    await engine.call(flow.sid, []);
    expect(application.seen.map(({ params }) => params['CallStatus'])).toEqual(['in-progress']);
  });

  it("has the call's own cookies, on every later page and in the next redirect, and no other call's", async () => {
    const application = await Application.start({
      '/': ({ params }, response) => {
        response.setHeader('set-cookie', [
          `session=${params['CallSid']}; Path=/`,
          'spoiled=1; Path=/; Max-Age=0',
        ]);
        return '<Gather action="/digits"/>';
      },
      '/digits': (_seen, response) => {
        response.setHeader('set-cookie', 'page=two; Path=/');
        return back();
      },
      '/again': back,
    });
    const [one, two] = await Promise.all([call(application, ['1']), call(application, ['2'])]);
    const cookies = (callSid: string) =>
      application.seen
        .filter(({ params }) => params['CallSid'] === callSid)
        .map(({ headers }) => headers.cookie);
    for (const { callSid } of [one, two]) {
      expect(cookies(callSid)).toEqual([undefined, `session=${callSid}`, `session=${callSid}; page=two`]);
    }
  });
});

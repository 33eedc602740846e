import { addTwimlRedirect } from '../../widgets/add-twiml-redirect';
import type { Call, Scope, Wait } from '../../widgets/widget';
import { serialize } from '../../twiml/serialize';
import { accountSid, flowSid, makeScope } from './scope';

const flows = `v1/Accounts/${accountSid}/Flows`;
const url = 'https://app.test/voice?a=1&b=2';

function run(properties: object, scope: Partial<Scope> = {}) {
  return addTwimlRedirect.run({ url, ...properties }, makeScope(scope));
}

const said = (outcome: unknown): string[] => (outcome as Wait).verbs.map(serialize);

describe('asked by the engine', () => {
  it('calls outside with the parameters of the call, once only', () => {
    expect(run({})).toEqual({
      call: { url, method: 'POST', params: makeScope().params, hop: 0, timeout: 14_400 },
      idempotent: false,
      seconds: 20,
    });
  });

  it.each([
    ['0', 0],
    [' 60 ', 60],
    ['14400', 14_400],
    ['99999', 14_400],
    ['', 14_400],
    ['soon', 14_400],
  ])('waits for control as long as the property says: "%s"', (timeout, seconds) => {
    expect(run({ timeout })).toMatchObject({ call: { timeout: seconds } });
  });

  it('keeps secrets from the history', () => {
    const params = { CallSid: 'CA1', CallToken: 'hunter2' };
    const { call } = run({ url: 'https://me:hunter2@app.test/?token=hunter2' }, { params }) as Call;
    expect(JSON.stringify(call).replaceAll(/sealed\((me:)?hunter2\)/g, '')).not.toContain('hunter2');
  });
});

describe.each(['engine', 'twilio'] as const)('a URL that cannot be asked (%s asks)', redirectFetch => {
  it.each([
    ['', 'empty'],
    ['/voice', 'absolute'],
    ['https://', 'absolute'],
    ['https://[your-domain]/voice', 'absolute'],
    ['ftp://app.test/', 'absolute'],
    ['https://app.test/?name=Ann Lee', 'URL-encoded'],
    ['https://app.test/?name="x"', 'URL-encoded'],
    ['https://app.test/?name=100%', 'URL-encoded'],
    ['https://app.test/\n?a=1', 'URL-encoded'],
  ])('fails at once: "%s"', (bad, reason) => {
    const outcome = run({ url: bad }, { settings: { redirectFetch } });
    expect(outcome).toMatchObject({ event: 'fail', warnings: [{ code: 81016 }] });
    expect(JSON.stringify(outcome)).toContain(reason);
  });

  it('is named without its secrets', () => {
    const outcome = run(
      { url: 'https://app.test/?token=hunter2&name=Ann Lee' },
      { settings: { redirectFetch } },
    );
    expect(JSON.stringify(outcome)).toContain('name=Ann Lee');
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });
});

describe('asked by Twilio', () => {
  const settings = { redirectFetch: 'twilio' } as const;

  it.each(['GET', 'POST'])('prints <Redirect> with the method %s', method => {
    expect(said(run({ method }, { settings }))).toEqual([
      `<Redirect method="${method}">https://app.test/voice?a=1&amp;b=2</Redirect>`,
    ]);
  });

  it('asks with POST unless told, and waits four hours', () => {
    expect(run({}, { settings })).toMatchObject({
      verbs: [{ attributes: { method: 'POST' } }],
      timeout: { seconds: 14_400, event: 'timeout' },
    });
  });

  it('has no timer where control is not expected back', () => {
    expect(run({ timeout: '0' }, { settings })).not.toHaveProperty('timeout');
  });
});

describe('a redirect to a flow', () => {
  it.each([
    ['https://webhooks.twilio.com/', 'https://engine.test/'],
    ['http://webhooks.twilio.com:80/', 'https://engine.test/'],
    ['https://webhooks.ie1.twilio.com/', 'https://engine.test/'],
    ['https://webhooks.dublin.ie1.twilio.com/', 'https://engine.test/'],
    ['https://engine.test/', 'https://engine.test/'],
    ['https://ENGINE.test:443/', 'https://ENGINE.test:443/'],
  ])('on %s is left to Twilio, and stays in this engine', (host, own) => {
    const rest = `${flows}/FW${'1'.repeat(32)}?Trigger=incomingCall&x=%2B1`;
    expect(said(run({ url: host + rest }))).toEqual([
      `<Redirect method="POST">${(own + rest).replace('&', '&amp;')}</Redirect>`,
    ]);
  });

  it.each([
    'https://webhooks.twilio.com.evil.test/',
    'https://evil.test/?x=https://webhooks.twilio.com/',
    'https://engine.test.evil.test/',
    'https://engine.test/other/',
  ])('is none on %s', host => {
    expect(run({ url: `${host}${flows}/${flowSid}` })).toMatchObject({
      call: { url: `${host}${flows}/${flowSid}` },
    });
  });

  it('is found behind characters that need no encoding', () => {
    const hidden = `https://engine.test/v1/%41ccounts/${accountSid}/%46low%73/${flowSid}`;
    expect(said(run({ url: hidden }))).toEqual([`<Redirect method="POST">${hidden}</Redirect>`]);
  });

  it('is found below a path, where the engine has one', () => {
    const own = `https://engine.test/studio/${flows}/${flowSid}`;
    const scope = { url: (event: string) => `${own}?FlowEvent=${event}` };
    expect(said(run({ url: `https://webhooks.twilio.com/${flows}/${flowSid}` }, scope))).toEqual([
      `<Redirect method="POST">${own}</Redirect>`,
    ]);
  });
});

describe('the way back', () => {
  const settings = { redirectFetch: 'twilio' } as const;

  it('of a call is FlowEvent=return, or a request without FlowEvent', () => {
    expect((run({}, { settings }) as Wait).resume).toEqual([
      { event: 'fetch', again: true },
      { event: 'return', plain: true },
    ]);
  });

  it("of a message is FlowEvent=return, or the contact's next message, which becomes inbound", () => {
    const params = { MessageSid: 'SM1', Body: 'hello' };
    expect((run({}, { settings, channel: 'message', params }) as Wait).resume).toEqual([
      { event: 'fetch', again: true },
      { event: 'return', when: { MessageSid: ['SM1', ''] }, plain: false },
      { event: 'return', message: true, under: 'inbound' },
    ]);
  });

  it('may be named fail or failed where there is none', () => {
    expect(addTwimlRedirect.events).toEqual(['return', 'timeout', 'fail', 'failed']);
  });
});

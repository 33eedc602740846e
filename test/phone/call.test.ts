import { Call } from '../../phone/call';
import { PhoneError } from '../../phone/errors';
import { heard, requests } from '../../phone/record';
import { Script } from '../../phone/script';
import { ACCOUNT, Application, call, TOKEN } from './application';

describe('a call', () => {
  test('obeys verbs from top to bottom and ends with the document', async () => {
    const application = await Application.start({ '/': '<Say>One</Say><Play>a.mp3</Play><Say>Two</Say>' });
    const record = await call(application);
    expect(heard(record)).toEqual(['One', `<${application.url('/a.mp3')}>`, 'Two']);
    expect(record).toMatchObject({ reason: 'end-of-document', status: 'completed' });
  });

  test('sends what Twilio sends, first while it rings, then in progress', async () => {
    const application = await Application.start({
      '/': '<Say>Hello</Say><Redirect>/next</Redirect>',
      '/next': '',
    });
    const record = await call(application, [], { parameters: { CallerName: 'ALICE' } });
    expect(application.at('/')[0]!.params).toEqual({
      CallSid: record.callSid,
      AccountSid: ACCOUNT,
      ApiVersion: '2010-04-01',
      CallStatus: 'ringing',
      Direction: 'inbound',
      From: '+15557654321',
      Caller: '+15557654321',
      To: '+15551230001',
      Called: '+15551230001',
      CallerName: 'ALICE',
      ...Object.fromEntries(
        ['From', 'Caller', 'To', 'Called'].flatMap(who => [
          [`${who}City`, ''],
          [`${who}State`, ''],
          [`${who}Zip`, ''],
          [`${who}Country`, 'US'],
        ]),
      ),
    });
    expect(record.callSid).toMatch(/^CA[0-9a-f]{32}$/);
    expect(application.at('/next')[0]!.params['CallStatus']).toBe('in-progress');
  });

  test('goes on ringing until a verb needs a voice', async () => {
    const application = await Application.start({
      '/': '<Pause length="2"/><Redirect>/next</Redirect>',
      '/next': '<Say>Hello</Say><Redirect>/last</Redirect>',
      '/last': '',
    });
    await call(application);
    expect(application.seen.map(seen => seen.params['CallStatus'])).toEqual([
      'ringing',
      'ringing',
      'in-progress',
    ]);
  });

  test('counts time instead of waiting', async () => {
    const application = await Application.start({ '/': '<Say>Hold</Say><Pause length="600"/>' });
    const record = await call(application);
    expect(record.duration).toBe(600);
  });

  test('waits in real time where it is asked to', async () => {
    const application = await Application.start({ '/': '<Say>Hold</Say><Pause length="1"/>' });
    const started = performance.now();
    const record = await call(application, [], { realTime: true });
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(record.duration).toBe(1);
  });

  test('that goes in circles is an error, and the call is ended', async () => {
    const application = await Application.start({ '/': '<Redirect/>', '/status': '' });
    const circles = call(application, [], { statusCallback: application.url('/status') });
    await expect(circles).rejects.toThrow(/goes in circles/);
    expect(application.at('/')).toHaveLength(1_000);
    expect(application.at('/status')).toHaveLength(1);
  });
});

describe('what cannot be obeyed is an error that names the place', () => {
  test.each([
    ['<Gather timeout="soon"/>', '/Response/Gather[1]/@timeout'],
    ['<Say>Hi</Say><Reject/>', '<Reject> must be the first verb'],
    ['<Refer><Sip>sip:a@example.com</Sip></Refer>', '<Refer> transfers calls from a SIP endpoint only'],
    ['<Echo/>', '<Echo>'],
  ])('%s', async (verbs, place) => {
    const application = await Application.start({ '/': verbs, '/status': '' });
    const refused = call(application, [], { statusCallback: application.url('/status') });
    await expect(refused).rejects.toThrow(PhoneError);
    await expect(refused).rejects.toThrow(place);
    await expect(refused).rejects.toThrow(application.url());
    expect(application.at('/status')[0]!.params['CallStatus']).toMatch(/completed|no-answer/);
  });

  test('what Twilio only warns of is passed over and recorded', async () => {
    const application = await Application.start({ '/': '<Sing/><Say mood="good">Hello</Say>' });
    const record = await call(application);
    expect(heard(record)).toEqual(['Hello']);
    const warnings = record.happenings.filter(happening => happening.kind === 'warning');
    expect(warnings.map(warning => warning.place)).toEqual([
      `${application.url()} /Response/Sing[1]`,
      `${application.url()} /Response/Say[1]/@mood`,
    ]);
  });
});

describe('a caller who hangs up', () => {
  test('while words are spoken hears nothing more', async () => {
    const application = await Application.start({
      '/': '<Say>One</Say><Say>Two</Say><Redirect>/next</Redirect>',
    });
    const line: Call = callWith(application, happening => {
      if (happening.kind === 'say') line.hangUp();
    });
    const record = await line.place();
    expect(heard(record)).toEqual(['One']);
    expect(record).toMatchObject({ reason: 'caller-hung-up', status: 'completed' });
    expect(application.at('/next')).toHaveLength(0);
  });

  test('while the application thinks: the status callback does not wait for the answer', async () => {
    const application = await Application.start({
      '/': '<Say>One</Say><Redirect>/slow</Redirect>',
      '/slow': (_seen, response) => {
        line.hangUp();
        setTimeout(() => response.end('<Response><Say>Too late</Say></Response>'), 300);
        return undefined;
      },
      '/status': '',
    });
    const line: Call = callWith(application, undefined, application.url('/status'));
    const record = await line.place();
    expect(heard(record)).toEqual(['One']);
    expect(requests(record).map(request => new URL(request.url).pathname)).toEqual(['/', '/status', '/slow']);
  });

  test('while it rings was never answered', async () => {
    const application = await Application.start({ '/': '<Pause/><Say>Hello</Say>' });
    const line: Call = callWith(application, happening => {
      if (happening.kind === 'pause') line.hangUp();
    });
    expect(await line.place()).toMatchObject({ status: 'no-answer', duration: 0 });
  });

  test('by the signal that was given', async () => {
    const application = await Application.start({ '/': '<Say>One</Say><Pause length="60"/>' });
    const record = await call(application, [], { realTime: true, signal: AbortSignal.timeout(100) });
    expect(record.reason).toBe('caller-hung-up');
  });
});

function callWith(
  application: Application,
  watch?: ConstructorParameters<typeof Call>[0]['watch'],
  status?: string,
) {
  return new Call({
    url: application.url(),
    accountSid: ACCOUNT,
    authToken: TOKEN,
    from: '+15557654321',
    to: '+15551230001',
    answers: new Script([]),
    statusCallback: status ?? null,
    ...(watch && { watch }),
  });
}

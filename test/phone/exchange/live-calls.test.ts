import type { Twilio } from 'twilio';
import { Call } from '../../../phone/call';
import type { CallOptions } from '../../../phone/call/options';
import type { Exchange } from '../../../phone/exchange/exchange';
import type { Answers, Question } from '../../../phone/question';
import { heard } from '../../../phone/record';
import { Script } from '../../../phone/script';
import { ACCOUNT, Application, call as callUnknown, TOKEN, twiml } from '../application';
import { CONTACT, nobody, NUMBER, person, startExchange } from './exchange';

/** Calls an application's `/` with a phone that the exchange knows. */
function callIn(application: Application, exchange: Exchange, options: Partial<CallOptions> = {}) {
  return new Call({
    url: application.url(),
    accountSid: ACCOUNT,
    authToken: TOKEN,
    from: CONTACT,
    to: NUMBER,
    answers: nobody,
    statusCallback: application.url('/status'),
    exchange,
    ...options,
  });
}

/** Somebody whom nothing can be asked but what is waited for. */
class Asked implements Answers {
  private readonly questions: Question[] = [];
  private wake: () => void = () => undefined;
  readonly signals: AbortSignal[] = [];

  answer(question: Question, signal: AbortSignal): Promise<never> {
    this.questions.push(question);
    this.signals.push(signal);
    this.wake();
    return new Promise(() => undefined);
  }

  /** Resolves when the verb asks. */
  async about(verb: Question['verb']): Promise<void> {
    while (this.questions.at(-1)?.verb !== verb) {
      await new Promise<void>(resolve => {
        this.wake = resolve;
      });
    }
  }
}

const update = (client: Twilio, call: Call) => client.calls(call.sid);

/** An application, and an exchange that it calls. */
async function start(pages: Parameters<typeof Application.start>[0]) {
  const application = await Application.start({ '/status': '', ...pages });
  return { application, ...(await startExchange()) };
}

/** A call to the application's `/`, where a verb asks somebody who does not answer. */
async function startWaiting(
  verb: Question['verb'],
  pages: Parameters<typeof Application.start>[0],
  options: Partial<CallOptions> = {},
) {
  const started = await start(pages);
  const answers = new Asked();
  const call = callIn(started.application, started.exchange, { answers, ...options });
  const over = call.place();
  await answers.about(verb);
  return { ...started, answers, call, over, changed: update(started.client, call) };
}

describe('a live call is led elsewhere', () => {
  test.each([
    ['Gather', '<Gather><Say>Press a key</Say></Gather><Say>Too late</Say>'],
    ['Enqueue', '<Enqueue>support</Enqueue><Say>Too late</Say>'],
    ['Dial', '<Dial>+15550000001</Dial><Say>Too late</Say>'],
    ['Record', '<Record/><Say>Too late</Say>'],
    ['Connect', '<Connect><Stream url="wss://example.com"/></Connect><Say>Too late</Say>'],
  ] as const)('out of a %s', async (verb, verbs) => {
    const pages = { '/': verbs, '/elsewhere': '<Say>Here</Say>' };
    const { application, answers, call, over, changed } = await startWaiting(verb, pages);
    const updated = await changed.update({
      url: application.url('/elsewhere?tag=1'),
      method: 'GET',
    });
    expect(updated).toMatchObject({ sid: call.sid, direction: 'inbound' });
    const record = await over;
    expect(heard(record).at(-1)).toBe('Here');
    expect(heard(record)).not.toContain('Too late');
    expect(application.at('/elsewhere')).toMatchObject([
      {
        method: 'GET',
        params: { tag: '1', CallSid: call.sid, CallStatus: 'in-progress', Direction: 'inbound' },
      },
    ]);
    expect(answers.signals.at(-1)?.aborted).toBe(true);
    expect(record).toMatchObject({ status: 'completed', reason: 'end-of-document' });
  });

  test('out of a pause, at once', async () => {
    const { application, exchange, client } = await start({
      '/': '<Say>Hold</Say><Pause length="3600"/><Say>Too late</Say>',
      '/elsewhere': '<Say>Here</Say>',
    });
    const call = callIn(application, exchange, {
      realTime: true,
      watch(happening) {
        if (happening.kind === 'pause') void lead();
      },
    });
    const lead = () => update(client, call).update({ url: application.url('/elsewhere') });
    expect(heard(await call.place())).toEqual(['Hold', 'Here']);
  });

  test('before it asks: no answer is spent on the question', async () => {
    const { application, exchange } = await start({
      '/': '<Gather><Say>Too late</Say></Gather>',
      '/elsewhere': '<Gather action="/chosen"><Say>Here</Say></Gather>',
      '/chosen': '<Say>Thank you</Say>',
    });
    const call: Call = callIn(application, exchange, {
      answers: new Script(['1']),
      watch: happening => {
        if (happening.kind !== 'say' || happening.text !== 'Too late') return;
        call.leadTo({ url: application.url('/elsewhere'), method: 'POST', params: {} });
      },
    });
    expect(heard(await call.place())).toEqual(['Too late', 'Here', 'Thank you']);
  });

  test('while the application thinks: its answer comes too late', async () => {
    const { application, exchange, client } = await start({
      '/': '<Say>One</Say><Redirect>/slow</Redirect>',
      '/slow': (_seen, response) => {
        void update(client, call).update({ url: application.url('/elsewhere') });
        setTimeout(() => response.end(twiml('<Say>Too late</Say>')), 300);
        return undefined;
      },
      '/elsewhere': '<Say>Here</Say>',
    });
    const call = callIn(application, exchange);
    expect(heard(await call.place())).toEqual(['One', 'Here']);
  });

  test('again and again', async () => {
    const { application, answers, over, changed } = await startWaiting('Enqueue', {
      '/': '<Enqueue>support</Enqueue>',
      '/second': '<Say>Second</Say><Gather/>',
      '/third': '<Say>Third</Say><Enqueue>support</Enqueue>',
    });
    await changed.update({ url: application.url('/second') });
    await answers.about('Gather');
    await changed.update({ url: application.url('/third') });
    await answers.about('Enqueue');
    await changed.update({ twiml: twiml('<Say>Last</Say>') });
    expect(heard(await over)).toEqual(['Second', 'Third', 'Last']);
  });

  test('to TwiML that comes with the request', async () => {
    const pages = { '/': '<Enqueue>support</Enqueue>', '/next': '<Say>Next</Say>' };
    const { application, over, changed } = await startWaiting('Enqueue', pages);
    const verbs = `<Say>Hello</Say><Redirect>${application.url('/next')}</Redirect>`;
    await changed.update({ twiml: twiml(verbs) });
    expect(heard(await over)).toEqual(['Hello', 'Next']);
  });

  test('and the queue that it has left tells its action', async () => {
    const { application, call, over, changed } = await startWaiting('Enqueue', {
      '/': '<Enqueue action="/left">support</Enqueue>',
      '/left': '<Say>Not obeyed</Say>',
      '/elsewhere': '<Say>Here</Say>',
    });
    await changed.update({ url: application.url('/elsewhere') });
    expect(heard(await over)).toEqual(['Here']);
    expect(application.at('/left')).toMatchObject([
      {
        params: {
          QueueResult: 'redirected',
          CallSid: call.sid,
          CallStatus: 'in-progress',
          Direction: 'inbound',
        },
      },
    ]);
  });

  test('though an application has placed it', async () => {
    const { application, exchange, client } = await start({
      '/': '<Gather/>',
      '/elsewhere': '<Say>Here</Say>',
    });
    const answers = new Asked();
    exchange.attach(CONTACT, { ring: () => ({ as: 'human', answers }) });
    const { sid } = await client.calls.create({ to: CONTACT, from: NUMBER, url: application.url() });
    await answers.about('Gather');
    await client.calls(sid).update({ url: application.url('/elsewhere') });
    expect(heard(await exchange.calls[0]!.place())).toEqual(['Here']);
    expect(application.at('/elsewhere')[0]!.params['Direction']).toBe('outbound-api');
  });
});

describe('a live call is ended', () => {
  test('by the application, while something is asked', async () => {
    const pages = { '/': '<Enqueue action="/left">support</Enqueue>', '/left': '' };
    const { application, over, changed } = await startWaiting('Enqueue', pages);
    expect((await changed.update({ status: 'completed' })).status).toBe('completed');
    expect(await over).toMatchObject({ status: 'completed', reason: 'hangup' });
    expect(application.at('/left')[0]!.params).toMatchObject({
      QueueResult: 'hangup',
      CallStatus: 'completed',
    });
    expect(application.at('/status')[0]!.params['CallStatus']).toBe('completed');
  });

  test('and cannot be changed any more', async () => {
    const { application, exchange, client } = await start({ '/': '<Say>Hello</Say>' });
    const call = callIn(application, exchange);
    await call.place();
    for (const change of [
      { url: application.url() },
      { status: 'completed' as const },
      { twiml: twiml('') },
    ]) {
      await expect(update(client, call).update(change)).rejects.toMatchObject({ status: 400, code: 21220 });
    }
  });

  test('but not by canceling it, which is for calls that ring', async () => {
    const { call, over, changed } = await startWaiting('Gather', { '/': '<Gather/>' });
    expect((await changed.update({ status: 'canceled' })).status).toBe('in-progress');
    call.hangUp();
    expect(await over).toMatchObject({ reason: 'caller-hung-up' });
  });

  test('by the exchange, when that is closed', async () => {
    const { exchange, over } = await startWaiting('Gather', { '/': '<Gather/>' });
    await exchange.close();
    expect(await over).toMatchObject({ reason: 'caller-hung-up' });
  });
});

describe('a call that is not live', () => {
  test('cannot be led elsewhere while it rings', async () => {
    const { application, exchange, client } = await start({
      '/': (_seen, response) => {
        refused = update(client, call).update({ url: application.url('/elsewhere') });
        refused.catch(() => response.end(twiml('<Say>Hello</Say>')));
        response.setHeader('content-type', 'text/xml');
        return undefined;
      },
    });
    let refused: Promise<unknown> | undefined;
    const call = callIn(application, exchange);
    expect(heard(await call.place())).toEqual(['Hello']);
    await expect(refused).rejects.toMatchObject({ code: 21220 });
  });

  test('and one that nobody has registered is not known', async () => {
    const { application, exchange, client } = await start({ '/': '<Say>Hello</Say>' });
    const { callSid } = await callUnknown(application);
    expect(exchange.calls).toHaveLength(0);
    await expect(client.calls(callSid).update({ status: 'completed' })).rejects.toMatchObject({
      code: 20404,
    });
  });
});

describe('a line on hold', () => {
  test('takes its time, so that somebody can lead it elsewhere', async () => {
    const { application, exchange, client } = await start({
      '/': '<Say>Please hold</Say><Redirect>/hold</Redirect>',
      '/hold': '<Pause length="60"/><Redirect>/hold</Redirect>',
      '/elsewhere': '<Say>Here</Say>',
    });
    const call = callIn(application, exchange, { statusCallback: null });
    const started = performance.now();
    const over = call.place();
    while (application.at('/hold').length < 4) await new Promise(resolve => setTimeout(resolve, 10));
    expect(performance.now() - started).toBeGreaterThan(3 * 200);
    await update(client, call).update({ url: application.url('/elsewhere') });
    const record = await over;
    expect(heard(record)).toEqual(['Please hold', 'Here']);
    // Its own time has run much faster.
    expect(record.duration).toBeGreaterThanOrEqual(3 * 60);
  });

  test('of a call that nobody knows waits for nobody', async () => {
    const application = await Application.start({
      '/': `${'<Pause length="60"/>'.repeat(20)}<Say>Hello</Say>`,
    });
    const started = performance.now();
    await callUnknown(application);
    expect(performance.now() - started).toBeLessThan(3500);
  });
});

test('a call is known while it lasts, and afterwards', async () => {
  const { exchange, client, call, over } = await startWaiting('Gather', { '/': '<Gather/>' });
  exchange.attach('*', person());
  expect(exchange.calls).toEqual([call]);
  expect(await client.calls(call.sid).fetch()).toMatchObject({
    status: 'in-progress',
    direction: 'inbound',
    from: CONTACT,
    to: NUMBER,
    endTime: null,
  });
  call.hangUp();
  await over;
  const [found] = await client.calls.list({ status: 'completed' });
  expect(found).toMatchObject({ sid: call.sid, duration: expect.stringMatching(/^\d$/) as string });
});

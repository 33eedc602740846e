import { newSid } from '../../phone/params';
import type { Answers } from '../../phone/question';
import { heard } from '../../phone/record';
import { parseAnswer } from '../../phone/script';
import { Application } from '../phone/application';
import { Engine } from '../setup/engine';
import { until } from '../setup/until';
import { flowOf, gather, redirect, say } from './flows';

const FLOW = newSid('FW');

/** The caller waits in a queue of the application until somebody hands the call back. */
const queued = flowOf(
  redirect('queue', { url: '{{trigger.call.Url}}', timeout: '600' }, { return: 'ask', fail: 'failed' }),
  gather('ask', 'Was {{widgets.queue.agent}} of help?', { keypress: 'thanks' }),
  say('thanks', 'Thank you for the {{widgets.ask.Digits}}.'),
  say('failed', 'No application.'),
);
const QUEUE = '<Say>Please hold.</Say><Enqueue action="/left">support</Enqueue>';

let engine: Engine;

/** Answers what is asked first when `first` is over, and then what the script says. */
function after(first: () => Promise<unknown>, ...script: string[]): Answers {
  let asked = 0;
  return {
    async answer() {
      if (asked === 0) await first();
      return parseAnswer(script[asked++] ?? 'silence');
    },
  };
}

const execution = (callSid: string) => engine.execution(FLOW, callSid);

describe.each(['engine', 'twilio'] as const)(
  'control is given back from outside (%s asks)',
  redirectFetch => {
    beforeAll(async () => {
      engine = await Engine.start({ flows: { [FLOW]: queued }, settings: { redirectFetch } });
    });
    afterAll(() => engine.close());
    afterEach(() => (engine.exchange.fault = undefined));

    it('by the signal `webhook`: the caller hears the flow as soon as Twilio comes back', async () => {
      // The call cannot be taken back before that.
      engine.exchange.fault = () => ({ status: 503, code: 20503, message: 'Service Unavailable' });
      // Where Twilio asks the application itself, it has to be told where the call goes on.
      const late = `<Redirect>${engine.webhook(FLOW)}?FlowEvent=return&amp;agent=nobody</Redirect>`;
      const left = redirectFetch === 'engine' ? '<Say>Never heard.</Say>' : late;
      const application = await Application.start({ '/': QUEUE, '/left': left });
      const callSid = newSid('CA');
      const pushed = async (): Promise<void> => {
        await execution(callSid).handle.signal('webhook', { event: 'return', params: { agent: 'Ann' } });
        await until(async () => (await execution(callSid).twiml()).includes('Was Ann of help?'));
      };
      const record = await engine.call(FLOW, [], {
        callSid,
        parameters: { Url: application.url() },
        answers: after(pushed, 'queue: leave', '5#'),
      });
      expect(heard(record)).toEqual(['Please hold.', 'Was Ann of help?', 'Thank you for the 5.']);
      expect(application.at('/left')).toHaveLength(redirectFetch === 'engine' ? 0 : 1);
      expect(await execution(callSid).result()).toMatchObject({
        reason: 'completed',
        way: ['Trigger', 'queue', 'ask', 'thanks'],
      });
    });

    /** https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource */
    it('by another request: Twilio is told to fetch the return URL for the live call', async () => {
      const application = await Application.start({ '/': QUEUE });
      const callSid = newSid('CA');
      let moved: string[] = [];
      const pushed = async (): Promise<void> => {
        const record = await engine.call(FLOW, ['9#'], {
          url: `${engine.webhook(FLOW)}?FlowEvent=return&agent=Bob`,
          callSid,
          parameters: { CallStatus: 'in-progress' },
          statusCallback: null,
        });
        moved = heard(record);
      };
      await engine.call(FLOW, [], {
        callSid,
        parameters: { Url: application.url() },
        answers: after(pushed, 'hangup'),
      });
      expect(moved).toEqual(['Was Bob of help?', 'Thank you for the 9.']);
      expect(await execution(callSid).result()).toMatchObject({ reason: 'completed' });
    });

    it('by a request that names no event, as an application does that redirects a call to the bare webhook', async () => {
      const application = await Application.start({
        '/': `<Say>Hello.</Say><Redirect>${engine.webhook(FLOW)}?agent=Cid</Redirect>`,
      });
      const record = await engine.call(FLOW, ['1#'], { parameters: { Url: application.url() } });
      expect(heard(record)).toEqual(['Hello.', 'Was Cid of help?', 'Thank you for the 1.']);
    });

    it('but not by a signal that names another call, or an event that the widget has not', async () => {
      const application = await Application.start({ '/': QUEUE, '/left': '<Say>Left the queue.</Say>' });
      const callSid = newSid('CA');
      const pushed = async (): Promise<void> => {
        await execution(callSid).handle.signal('webhook', {
          event: 'return',
          sid: newSid('CA'),
          params: { agent: 'Eve' },
        });
        await execution(callSid).handle.signal('webhook', { event: 'keypress', params: { Digits: '1' } });
      };
      const record = await engine.call(FLOW, [], {
        callSid,
        parameters: { Url: application.url() },
        answers: after(pushed, 'queue: leave'),
      });
      expect(heard(record)).toEqual(['Please hold.', 'Left the queue.']);
      expect(await execution(callSid).result()).toMatchObject({ reason: 'hangup' });
    });
  },
);

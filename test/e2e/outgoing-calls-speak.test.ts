import { CONTACT, Engine, type Flow, NUMBER } from '../setup/engine';
import type { JsonObject } from '../../flow/json';
import { heard, requests, type CallRecord } from '../../phone/record';
import { Application } from '../phone/application';
import { flowOf, gather, say, state } from '../resilience/flows';
import { human, Telephone } from '../setup/telephone';
import { until } from '../setup/until';

const CALLEE = '+15557770002';

/** A widget that speaks, what the callee does, and what is heard. */
const widgets: Record<string, { widget: JsonObject; lines?: string[]; heard: string[] }> = {
  'say-play': {
    widget: say('speak', 'Hello.', 'bye'),
    heard: ['Hello.', 'Bye , , , .'],
  },
  'gather-input-on-call': {
    widget: gather('speak', 'A key?', 'bye'),
    lines: ['silence', '5'],
    heard: ['A key?', 'A key?', 'Bye 5, , , .'],
  },
  'record-voicemail': {
    widget: state('speak', 'record-voicemail', {}, { recordingComplete: 'bye', noAudio: '', hangup: '' }),
    lines: ['record: 12'],
    heard: ['Bye , 12, , .'],
  },
  'connect-call-to': {
    widget: state(
      'speak',
      'connect-call-to',
      { noun: 'number', to: '+15550000009', caller_id: '{{flow.channel.address}}' },
      { callCompleted: 'bye', hangup: '' },
    ),
    lines: ['dial: busy'],
    heard: ['Bye , , busy, .'],
  },
  'enqueue-call': {
    widget: state(
      'speak',
      'enqueue-call',
      { queue_name: 'support' },
      { callComplete: 'bye', failedToEnqueue: '', callFailure: '' },
    ),
    lines: ['queue: bridged'],
    heard: ['Bye , , , bridged.'],
  },
};

function calling(widget: JsonObject, to = CALLEE): JsonObject {
  return flowOf(
    state(
      'call',
      'make-outgoing-call-v2',
      { to, from: '{{flow.channel.address}}' },
      { answered: 'speak', busy: '', noAnswer: '', failed: '' },
    ),
    widget,
    say(
      'bye',
      'Bye {{widgets.speak.Digits}}, {{widgets.speak.RecordingDuration}}, {{widgets.speak.DialCallStatus}}, {{widgets.speak.QueueResult}}.',
    ),
    say('failed', 'No application.'),
  );
}

/** The workflow ids in all URLs of the flow that Twilio was given or has asked. */
function owners(record: CallRecord, flow: Flow): (string | null)[] {
  const given = requests(record).flatMap(({ url, body = '' }) => [
    url,
    ...[...body.matchAll(/(?:action="|>)(https?:[^"<]*)/g)].map(([, url = '']) =>
      url.replaceAll('&amp;', '&'),
    ),
  ]);
  return given
    .filter(url => url.startsWith(flow.url))
    .map(url => new URL(url).searchParams.get('FlowExecution'));
}

describe.each(['engine', 'twilio'] as const)('on a call that it has placed (%s asks)', redirectFetch => {
  let engine: Engine;
  let telephone: Telephone;
  beforeAll(async () => (engine = await Engine.start({ settings: { redirectFetch } })));
  afterAll(() => engine.close());
  afterEach(() => telephone.unplug());

  it.each(Object.entries(widgets))(
    'a flow speaks by %s',
    async (_type, { widget, lines = [], heard: words }) => {
      const flow = await engine.flow(calling(widget));
      telephone = new Telephone(engine.exchange, CALLEE, human(...lines));
      const execution = await engine.request(flow);
      const record = await telephone.over();
      expect(heard(record)).toEqual(words);
      expect(await execution.result()).toMatchObject({
        reason: 'completed',
        way: expect.arrayContaining(['Trigger', 'call', 'speak', 'bye']) as string[],
      });
      const found = owners(record, flow);
      expect(found.length).toBeGreaterThanOrEqual(2);
      expect(new Set(found)).toEqual(new Set([execution.workflowId]));
    },
  );

  /** It rings for long enough that Temporal finds the execution by its call. */
  async function isKnown(callSid: string): Promise<boolean> {
    const { count } = await engine.client.workflow.count(`CallSid = '${callSid}'`);
    return count > 0;
  }

  describe('an application takes over, and gives the call back', () => {
    async function redirected(
      pages: (url: string) => Record<string, string>,
      to: string,
      lines: string[] = [],
    ) {
      let flow: Flow = engine.flowAt('');
      const application = await Application.start({
        '/': () => pages(flow.url)['/'] ?? '',
        '/next': () => pages(flow.url)['/next'] ?? '',
      });
      const widget = state(
        'speak',
        'add-twiml-redirect',
        { url: application.url(), method: 'POST', timeout: '14400' },
        { return: 'bye', timeout: 'failed', fail: 'failed' },
      );
      flow = await engine.flow(calling(widget, to));
      telephone = new Telephone(engine.exchange, to, async ({ callSid }) => {
        await until(() => isKnown(callSid));
        return human(...lines);
      });
      const execution = await engine.request(flow);
      const record = await telephone.over();
      return { application, flow, record, result: await execution.result(), execution };
    }

    it.each([
      ['the contact', CONTACT],
      ['somebody else', CALLEE],
    ])('that of %s, from its first page', async (_who, to) => {
      const back = (url: string) => ({ '/': `<Redirect>${url}?FlowEvent=return&amp;Digits=9</Redirect>` });
      const { record, result, application } = await redirected(back, to);
      expect(heard(record)).toEqual(['Bye 9, , , .']);
      expect(result).toMatchObject({ reason: 'completed', way: ['Trigger', 'call', 'speak', 'bye'] });
      expect(application.at('/')).toMatchObject([
        {
          params: { CallSid: record.callSid, From: NUMBER, To: to, Direction: 'outbound-api' },
          signed: true,
        },
      ]);
    });

    it.each([
      ['the contact', CONTACT],
      ['somebody else', CALLEE],
    ])('that of %s, by the action of a later page', async (_who, to) => {
      const pages = (url: string) => ({
        '/': '<Gather action="/next"><Say>One?</Say></Gather>',
        '/next': `<Gather action="${url}?FlowEvent=return"><Say>Two?</Say></Gather>`,
      });
      const { record, result } = await redirected(pages, to, ['1', '2']);
      expect(heard(record)).toEqual(['One?', 'Two?', 'Bye 2, , , .']);
      expect(result).toMatchObject({ reason: 'completed' });
    });

    it('or is hung up by the callee', async () => {
      const pages = () => ({ '/': '<Gather action="/next"><Say>One?</Say></Gather>' });
      const { record, result } = await redirected(pages, CALLEE, ['hangup']);
      expect(heard(record)).toEqual(['One?']);
      expect(result).toMatchObject({ reason: 'hangup', way: ['Trigger', 'call'] });
    });
  });
});

import { newSid } from '../../phone/params';
import { heard, requests } from '../../phone/record';
import type { JsonObject } from '../../flow/json';
import { Application } from '../phone/application';
import { Engine } from '../setup/engine';
import { flowOf, gather, redirect, say, state } from './flows';

const ids = [
  'main',
  'one',
  'two',
  'three',
  'lost',
  'unrevised',
  'loop',
  'back',
  'self',
  'handed',
  'asking',
  'asked',
  'telling',
] as const;
const flows = Object.fromEntries(ids.map(name => [name, newSid('FW')])) as Record<
  (typeof ids)[number],
  string
>;

const subflow = (
  name: string,
  flowSid: string,
  next: string | null,
  parameters: JsonObject[] = [],
  revision = 'LatestPublished',
) =>
  state(
    name,
    'run-subflow',
    { flow_sid: flowSid, flow_revision: revision, parameters },
    { completed: next, failed: 'failed' },
  );
const set = (name: string, variables: Record<string, string>, next: string | null = null) =>
  state(
    name,
    'set-variables',
    { variables: Object.entries(variables).map(([key, value]) => ({ key, value })) },
    { next },
  );
const parameter = (key: string, value: string, type = 'string') => ({ key, value, type });

/** Each level has widgets of the same names, and a variable `level` of its own. */
const definitions: Record<string, JsonObject> = {
  [flows.main]: flowOf(
    set('set', { level: '0', secret: 'of main' }, 'words'),
    say('words', 'Main.', 'sub'),
    subflow('sub', flows.one, 'end', [
      parameter('greeting', 'Hello {{trigger.call.From}}'),
      parameter('order', '{"items": 3}', 'json_object'),
    ]),
    say(
      'end',
      'Back at {{flow.variables.level}}: {{widgets.sub.level}}, {{widgets.sub.deepest}}, [{{widgets.sub.set}}].',
    ),
    say('failed', 'Failed.'),
  ),
  [flows.one]: flowOf(
    set('set', { level: '1' }, 'words'),
    say(
      'words',
      '{{trigger.parent.parameters.greeting}}, {{trigger.parent.parameters.order.items}} [{{flow.variables.secret}}].',
      'sub',
    ),
    subflow('sub', flows.two, 'keep', [parameter('from', 'one')]),
    set('keep', { deepest: '{{widgets.sub.deepest}}' }, null),
    say('failed', 'Failed in one.'),
  ),
  [flows.two]: flowOf(
    set('set', { level: '2' }, 'sub'),
    subflow('sub', flows.three, 'keep', [parameter('from', '{{trigger.parent.parameters.from}} and two')]),
    set('keep', { deepest: '{{widgets.sub.digits}}' }, null),
    say('failed', 'Failed in two.'),
  ),
  [flows.three]: flowOf(
    set('set', { level: '3' }, 'ask'),
    gather(
      'ask',
      'From {{trigger.parent.parameters.from}}, call {{trigger.call.CallSid}} [{{widgets.words.x}}{{widgets.sub.x}}]',
      {
        keypress: 'keep',
      },
    ),
    set('keep', { digits: '{{widgets.ask.Digits}}' }),
  ),
  [flows.lost]: flowOf(
    subflow('sub', `FW${'0'.repeat(32)}`, 'end'),
    say('end', 'Never.'),
    say('failed', 'There is no such flow [{{widgets.sub}}].'),
  ),
  [flows.unrevised]: flowOf(
    subflow('sub', flows.telling, 'end', [], '99'),
    say('end', 'Never.'),
    say('failed', 'There is no such revision.'),
  ),
  [flows.loop]: flowOf(
    subflow('sub', flows.back, 'end'),
    say('end', 'End of {{widgets.sub.found}}.'),
    say('failed', 'Never.'),
  ),
  [flows.back]: flowOf(
    subflow('sub', flows.loop, 'end'),
    say('end', 'Never.'),
    set('failed', { found: 'a circle' }),
  ),
  [flows.self]: flowOf(
    subflow('sub', flows.self, 'end'),
    say('end', 'Never.'),
    say('failed', 'Not in itself.'),
  ),
  [flows.handed]: flowOf(
    subflow('sub', flows.asking, 'end'),
    say('end', '{{widgets.sub.answer}}'),
    say('failed', 'Failed.'),
  ),
  [flows.asked]: flowOf(subflow('sub', flows.telling, null)),
  [flows.telling]: flowOf(
    say('tell', '{% assign p = trigger.parent %}{{p.flow_sid}} {{p.execution_sid}} {{p.step_sid}}'),
  ),
  [flows.asking]: flowOf(
    redirect('app', { url: '{{trigger.call.Url}}?flow={{flow.flow_sid}}' }, { return: 'keep', fail: 'lost' }),
    set('keep', { answer: '{{widgets.app.answer}}' }),
    set('lost', { answer: 'nothing' }),
  ),
};

let engine: Engine;
const execution = (flowSid: string, callSid: string) => engine.execution(flowSid, callSid).handle;

describe.each(['turn', 'widget'] as const)('subflows (ADVANCE=%s)', advance => {
  beforeAll(async () => {
    engine = await Engine.start({ flows: definitions, settings: { advance } });
  });
  afterAll(() => engine.close());

  describe('subflows, three levels deep', () => {
    it('have their own scope, hear what the parent hears, and leave what they have set in the parent', async () => {
      const record = await engine.call(flows.main, ['42#']);
      expect(heard(record)).toEqual([
        'Main.',
        'Hello +15557654321, 3 [].',
        `From one and two, call ${record.callSid} []`,
        'Back at 0: 1, 42, [].',
      ]);
      // All of it in the same execution; words of all levels are one document.
      expect(requests(record, 'twiml')).toHaveLength(2);
      expect(await execution(flows.main, record.callSid).result()).toMatchObject({
        reason: 'completed',
        way: [
          ...['Trigger', 'set', 'words'],
          ...['Trigger', 'set', 'words'],
          ...['Trigger', 'set'],
          ...['Trigger', 'set', 'ask', 'keep'],
          ...['sub', 'keep'],
          ...['sub', 'keep'],
          ...['sub', 'end'],
        ],
      });
    });

    it('are told apart in the steps by their flow', async () => {
      const { callSid } = await engine.call(flows.main, ['1#']);
      const steps = await execution(flows.main, callSid).query<{ flowSid: string; from: string }[]>('steps');
      const sets = steps.filter(({ from }) => from === 'set').map(({ flowSid }) => flowSid);
      expect(sets).toEqual([flows.main, flows.one, flows.two, flows.three]);
    });

    it('end with the call, wherever it is', async () => {
      const record = await engine.call(flows.main, ['hangup']);
      const { reason, way } = (await execution(flows.main, record.callSid).result()) as {
        reason: string;
        way: string[];
      };
      expect(reason).toBe('hangup');
      expect(way.at(-1)).toBe('set');
    });

    it('know which flow and which execution called them', async () => {
      const record = await engine.call(flows.asked);
      const { executionSid } = (await execution(flows.asked, record.callSid).result()) as {
        executionSid: string;
      };
      const [led] = await engine.execution(flows.asked, record.callSid).steps();
      expect(heard(record)).toEqual([`${flows.asked} ${executionSid} ${led?.sid ?? ''}`]);
    });
  });

  describe('a subflow that cannot be run takes the transition `failed`', () => {
    it('where there is no such flow', async () => {
      const record = await engine.call(flows.lost);
      expect(heard(record)).toEqual(['There is no such flow [].']);
      const steps = await execution(flows.lost, record.callSid).query('steps');
      expect(steps).toContainEqual(
        expect.objectContaining({
          from: 'sub',
          name: 'failed',
          warnings: [expect.objectContaining({ code: 81024 })],
        }),
      );
    });

    it('where the flow has no such revision', async () => {
      expect(heard(await engine.call(flows.unrevised))).toEqual(['There is no such revision.']);
    });

    it('where it would run inside itself, at once or at the second level', async () => {
      expect(heard(await engine.call(flows.self))).toEqual(['Not in itself.']);
      expect(heard(await engine.call(flows.loop))).toEqual(['End of a circle.']);
    });
  });

  describe('a redirect in a subflow', () => {
    it('comes back to it through the webhook of the flow that was called', async () => {
      const application = await Application.start({
        '/': ({ params }) =>
          `<Redirect>https://webhooks.twilio.com/v1/Accounts/${params['AccountSid']}/Flows/${params['flow']}?FlowEvent=return&amp;answer=forty-two</Redirect>`,
      });
      const record = await engine.call(flows.handed, [], { parameters: { Url: application.url() } });
      expect(heard(record)).toEqual(['forty-two']);
    });

    it('fails in it', async () => {
      const record = await engine.call(flows.handed, [], { parameters: { Url: 'http://127.0.0.1:1/' } });
      expect(heard(record)).toEqual(['nothing']);
    });
  });
});

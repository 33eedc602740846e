import { capturePayments } from '../../widgets/capture-payments';
import { connectCallTo } from '../../widgets/connect-call-to';
import { connectVirtualAgent } from '../../widgets/connect-virtual-agent';
import { connectVirtualAgentV2 } from '../../widgets/connect-virtual-agent-v2';
import { enqueueCall } from '../../widgets/enqueue-call';
import { forkStream } from '../../widgets/fork-stream';
import { gatherInputOnCall } from '../../widgets/gather-input-on-call';
import { recordVoicemail } from '../../widgets/record-voicemail';
import { runConversationRelay } from '../../widgets/run-conversation-relay';
import { sayPlay } from '../../widgets/say-play';
import { sendToFlex } from '../../widgets/send-to-flex';
import { run } from './voice';

const sample = {
  noun: 'number',
  to: '+15550100003',
  workflow: 'WW0',
  workflow_sid: 'WW0',
  connector: 'desk',
  connector_name: 'desk',
  url: 'wss://example.com/talk',
  stream_action: 'stop',
};

describe.each(
  [
    sayPlay,
    gatherInputOnCall,
    connectCallTo,
    recordVoicemail,
    enqueueCall,
    sendToFlex,
    forkStream,
    capturePayments,
    connectVirtualAgent,
    connectVirtualAgentV2,
    runConversationRelay,
  ].map(widget => [widget.type, widget] as const),
)('%s', (_type, widget) => {
  test('works in calls, and needs somebody who listens', () => {
    expect(widget.channels).toContain('call');
    expect(widget.speaks).toBe(true);
  });

  test('tells what each property is for, and takes properties it does not know', () => {
    for (const [name, schema] of Object.entries(widget.properties.properties)) {
      expect([name, schema.description]).toEqual([name, expect.stringMatching(/\.$/)]);
    }
    expect(widget.properties.additionalProperties).toBeUndefined();
  });

  test('is left by events of its own only', () => {
    const outcome = run(widget, sample);
    const left = 'resume' in outcome ? outcome.resume.map(rule => rule.event) : [];
    const done = 'event' in outcome ? [outcome.event] : [];
    const failure = widget.failure === undefined ? [] : [widget.failure];
    expect(left.length + done.length).toBeGreaterThan(0);
    expect(widget.events).toEqual(expect.arrayContaining([...left, ...done, ...failure]));
  });

  test('comes back by FlowEvents that its rules know', () => {
    const outcome = run(widget, sample);
    const known = 'resume' in outcome ? outcome.resume.map(rule => rule.flowEvent ?? rule.event) : [];
    const verbs = 'verbs' in outcome ? JSON.stringify(outcome.verbs) : '';
    const asked = [...verbs.matchAll(/FlowEvent=([\w-]+)/g)].map(([, event]) => event);
    expect(known).toEqual(expect.arrayContaining(asked));
  });
});

import { parsedObject } from '../../flow/json';
import { element } from '../../twiml/element';
import { isHttpUrl } from '../http/query';
import { given } from '../rendered';
import { byValue } from '../resume';
import type { Done, Outcome, ResumeRule, Scope } from '../widget';

/** What Enqueue Call and Send to Flex have in common: the caller waits in a queue or for a TaskRouter worker. */
export interface Enqueueing {
  workflow?: string | undefined;
  /** Name of a queue, used where there is no workflow. */
  queue?: string | undefined;
  /** JSON of the task's attributes; only a workflow makes a task. */
  attributes?: string | undefined;
  priority?: number | undefined;
  /** Seconds until the task expires. */
  timeout?: number | undefined;
  waitUrl?: string | undefined;
  waitUrlMethod?: string | undefined;
}

export const enqueueEvents = ['callComplete', 'failedToEnqueue', 'callFailure'];

const resume: ResumeRule[] = [
  ...byValue('QueueResult', { failedToEnqueue: ['queue-full'], callFailure: ['system-error', 'error'] }),
  { event: 'callComplete', tellsOfHangUp: true },
];

export function enqueue(enqueueing: Enqueueing, scope: Scope): Outcome {
  const workflow = given(enqueueing.workflow);
  const queue = given(enqueueing.queue);
  const attributes = given(enqueueing.attributes) ?? '{}';
  if (!workflow && !queue) return failed(14220, 'Neither a workflow nor a queue to wait in');
  // Twilio makes no task of such attributes, and the call would be lost. Failed, the flow still has it in hand.
  if (workflow && !parsedObject(attributes))
    return failed(14221, 'The task attributes are not a JSON object');

  const { priority, timeout } = enqueueing;
  const music = given(enqueueing.waitUrl);
  // Twilio's own music plays where the URL is none: https://www.twilio.com/docs/api/errors/81028
  const playable = music !== undefined && isHttpUrl(music);
  const options = {
    action: scope.url('callComplete'),
    waitUrl: playable ? music : undefined,
    // Studio fetches the music by GET unless told, TwiML by POST.
    waitUrlMethod: playable ? (given(enqueueing.waitUrlMethod) ?? 'GET') : undefined,
  };
  const verb = workflow
    ? element(
        'Enqueue',
        { workflowSid: workflow, ...options },
        element('Task', { priority, timeout }, attributes),
      )
    : element('Enqueue', options, queue ?? '');
  const warnings = [{ code: 81028, message: `The wait URL is not a URL: ${music ?? ''}` }];
  return { verbs: [verb], resume, ...(music && !playable && { warnings }) };
}

function failed(code: number, message: string): Done {
  return { event: 'failedToEnqueue', warnings: [{ code, message }] };
}

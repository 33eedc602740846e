import type { Element } from '../../../twiml/element';
import { action, elementsOf, textOf } from '../../attributes';
import { fetchOrNext, hungUp, type Verb } from '../line';
import { newSid, type Params } from '../../params';
import type { Answer } from '../../question';
import { newRecording, tellRecording } from './recording';

/** How long a call that was put through lasts, unless the answer says otherwise. */
const TALK_SECONDS = 10;

/**
 * https://www.twilio.com/docs/voice/twiml/dial: without an action the next verb is obeyed when the other side
 * has gone. Nobody answers unless the script says so; a conference ends at once.
 */
export const dial: Verb = async (element, line) => {
  const rings = element.attributes['answerOnBridge'] === 'true';
  if (!rings) line.pickUp();
  const conference = elementsOf(element).some(({ name }) => name === 'Conference');
  const answer = await line.ask({ verb: 'Dial', to: targetsOf(element) });

  const status = statusOf(answer, conference);
  const bridged = status === 'completed' || status === 'answered';
  if (bridged) line.pickUp();
  const given: Params = answer.kind === 'result' ? answer.parameters : {};
  const talked = String(given['DialCallDuration'] ?? TALK_SECONDS);
  if (bridged) line.elapse(Number(talked));
  const params: Params = {
    DialCallStatus: status,
    ...(!conference && { DialCallSid: newSid('CA'), DialBridged: String(bridged) }),
    ...(!conference && bridged && { DialCallDuration: talked }),
  };
  const { record = 'do-not-record' } = element.attributes;
  if (bridged && !conference && record !== 'do-not-record') {
    const recording = newRecording(line, Number(talked));
    Object.assign(params, recording);
    tellRecording(element, line, 'DialVerb', recording);
  }
  const told = action(element, line, { ...params, ...given });
  return answer.kind === 'hangup' ? hungUp(told) : fetchOrNext(told);
};

/** A caller who hangs up has talked before. */
function statusOf(answer: Answer, conference: boolean): string {
  if (answer.kind === 'result') return answer.result;
  if (answer.kind === 'hangup') return conference ? 'answered' : 'completed';
  return conference ? 'answered' : 'no-answer';
}

function targetsOf(element: Element): string {
  const nouns = elementsOf(element).map(noun => `${noun.name} ${textOf(noun)}`);
  return nouns.length > 0 ? nouns.join(', ') : `Number ${textOf(element)}`;
}

import type { Element } from '../../../twiml/element';
import { action, actionOrSame, number } from '../../attributes';
import { hungUp, next, type Line, type Verb } from '../line';
import { newSid, type Params, standardParams } from '../../params';
import type { Answer } from '../../question';
import { newRecording, tellRecording } from './recording';

/** Words that are spoken in a second, about. */
const WORDS_A_SECOND = 2;

/**
 * https://www.twilio.com/docs/voice/twiml/record: the default action is the document itself. Where nothing is
 * heard the next verb is obeyed; a caller who hangs up ends the recording with the digits `hangup`.
 */
export const record: Verb = async (element, line) => {
  line.pickUp();
  const { finishOnKey = '1234567890*#' } = element.attributes;
  const transcribed =
    element.attributes['transcribe'] === 'true' || 'transcribeCallback' in element.attributes;
  const maxLength = number(element, 'maxLength', transcribed ? 120 : 3600);
  const timeout = number(element, 'timeout', 5);
  const answer = await line.ask({ verb: 'Record', finishOnKey, timeout, maxLength });
  if (answer.kind === 'silence') {
    line.elapse(timeout);
    return next;
  }
  const { seconds, end, text } = spoken(answer);
  const length = Math.min(seconds, maxLength);
  line.elapse(length);
  const recording = newRecording(line, length);
  tellRecording(element, line, 'RecordVerb', recording);
  if (transcribed) tellTranscription(element, line, recording, text);

  const told = actionOrSame(element, line, { ...recording, Digits: end });
  return end === 'hangup' ? hungUp(told) : { do: 'fetch', action: told };
};

function spoken(answer: Answer): { seconds: number; end: string; text: string } {
  if (answer.kind === 'recording') return { seconds: answer.seconds, end: answer.end, text: '' };
  if (answer.kind !== 'speech') return { seconds: 0, end: 'hangup', text: '' };
  const words = answer.text.split(/\s+/).length;
  return { seconds: Math.ceil(words / WORDS_A_SECOND), end: '', text: answer.text };
}

/** Recordings of less than 2 s are not transcribed. */
function tellTranscription(element: Element, line: Line, recording: Params, text: string): void {
  if (Number(recording['RecordingDuration']) < 2) return;
  const sid = newSid('TR');
  const callback = action(
    element,
    line,
    {
      TranscriptionSid: sid,
      TranscriptionText: text,
      TranscriptionStatus: 'completed',
      TranscriptionType: 'fast',
      TranscriptionUrl: `https://api.twilio.com/2010-04-01/Accounts/${line.parties.accountSid}/Transcriptions/${sid}`,
      ...recording,
      ...standardParams(line.parties, line.status),
    },
    { url: 'transcribeCallback', method: 'transcribeCallbackMethod' },
  );
  if (callback) line.callback(callback);
}

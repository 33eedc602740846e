import type { Element } from '../../../twiml/element';
import { action } from '../../attributes';
import type { Line } from '../line';
import { newSid, type Params } from '../../params';

/** What action URLs and callbacks are told of a recording. */
export function newRecording({ parties: { accountSid } }: Line, seconds: number): Params {
  const sid = newSid('RE');
  return {
    RecordingSid: sid,
    RecordingUrl: recordingUrl(accountSid, sid),
    RecordingDuration: String(seconds),
  };
}

export function recordingUrl(accountSid: string, sid: string): string {
  return `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;
}

/** `recordingStatusCallback` of Record and Dial; only `completed` is told unless other events are asked for. */
export function tellRecording(
  verb: Element,
  line: Line,
  source: 'RecordVerb' | 'DialVerb',
  recording: Params,
) {
  const events = (verb.attributes['recordingStatusCallbackEvent'] ?? 'completed').split(/\s+/);
  const callback = action(
    verb,
    line,
    {
      AccountSid: line.parties.accountSid,
      CallSid: line.parties.callSid,
      ...recording,
      RecordingStatus: 'completed',
      RecordingChannels: '1',
      RecordingStartTime: new Date().toUTCString(),
      RecordingSource: source,
      RecordingTrack: 'both',
    },
    { url: 'recordingStatusCallback', method: 'recordingStatusCallbackMethod' },
  );
  if (callback && events.includes('completed')) line.callback(callback);
}

import { recordVoicemail } from '../../widgets/record-voicemail';
import { url } from './scope';
import { eventOf, faults, official, run, said } from './voice';

type Record = NonNullable<Parameters<Parameters<Parameters<typeof official>[0]>[0]['record']>[0]>;

function officialRecord(attributes: Record): string {
  return official(response => {
    response.record({ action: url('recordingComplete'), ...attributes });
    response.redirect(url('noAudio'));
  });
}

describe('what is said', () => {
  test('everything a flow can ask for', () => {
    const properties = {
      timeout: 3,
      finish_on_key: '#',
      max_length: 60,
      transcribe: true,
      transcription_callback_url: 'https://example.com/text?a=1&b=2',
      trim: 'do-not-trim',
      play_beep: 'false',
      recording_status_callback_url: 'https://example.com/recording',
    };
    const expected = officialRecord({
      timeout: 3,
      finishOnKey: '#',
      maxLength: 60,
      transcribe: true,
      transcribeCallback: 'https://example.com/text?a=1&b=2',
      trim: 'do-not-trim',
      playBeep: false,
      recordingStatusCallback: 'https://example.com/recording',
    });
    expect(said(recordVoicemail, properties)).toBe(expected);
  });

  test("Twilio's defaults where the flow says nothing, but no key that ends it", () => {
    const expected = officialRecord({ finishOnKey: '' });
    expect(said(recordVoicemail, {})).toBe(expected);
    const empty = { trim: '', play_beep: '', recording_status_callback_url: ' ', finish_on_key: '' };
    expect(said(recordVoicemail, empty)).toBe(expected);
  });

  test('no callback for a transcription that was not asked for', () => {
    const properties = { transcribe: false, transcription_callback_url: 'https://example.com/text' };
    expect(said(recordVoicemail, properties)).toBe(officialRecord({ finishOnKey: '', transcribe: false }));
  });
});

describe('how it goes on', () => {
  const outcome = run(recordVoicemail, {});
  const RecordingUrl = 'https://api.twilio.com/recording';

  test.each([
    ['recordingComplete', { RecordingUrl, Digits: '#', CallStatus: 'in-progress' }, 'recordingComplete'],
    ['recordingComplete', { RecordingUrl, Digits: '', CallStatus: 'in-progress' }, 'recordingComplete'],
    ['recordingComplete', { RecordingUrl, Digits: 'hangup', CallStatus: 'in-progress' }, 'hangup'],
    ['recordingComplete', { RecordingUrl, Digits: 'hangup', CallStatus: 'completed' }, 'hangup'],
    ['noAudio', { CallStatus: 'in-progress' }, 'noAudio'],
    [undefined, { CallStatus: 'completed' }, 'hangup'],
    [undefined, { CallStatus: 'in-progress' }, undefined],
  ])('FlowEvent %s with %j: %s', (flowEvent, params, event) => {
    expect(eventOf(outcome, flowEvent, params)).toBe(event);
  });
});

test('its properties', () => {
  const exported = {
    transcribe: false,
    timeout: 5,
    finish_on_key: '',
    trim: 'trim-silence',
    play_beep: 'true',
  };
  expect(faults(recordVoicemail, exported)).toEqual([]);
  expect(faults(recordVoicemail, { play_beep: true })).toContain('/play_beep must be string');
  expect(faults(recordVoicemail, { max_length: 14401 })).toEqual(['/max_length must be <= 14400']);
});

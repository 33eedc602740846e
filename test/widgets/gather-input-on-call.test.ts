import { gatherInputOnCall } from '../../widgets/gather-input-on-call';
import { makeContext, makeScope, url } from './scope';
import { eventOf, faults, official, run, said, saidFromExport } from './voice';

type Build = Parameters<typeof official>[0];
type Gather = NonNullable<Parameters<Parameters<Build>[0]['gather']>[0]>;
type Gathering = ReturnType<Parameters<Build>[0]['gather']>;

function officialGather(attributes: Gather, nested: (gather: Gathering) => void = () => undefined): string {
  return official(response => {
    nested(response.gather({ input: ['dtmf', 'speech'], action: url('keypress'), ...attributes }));
    response.redirect(url('timeout'));
  });
}

describe('what is said', () => {
  test('everything a flow can ask for', () => {
    const properties = {
      say: 'Yes or no?',
      voice: 'Polly.Emma',
      language: 'en-GB',
      loop: 1,
      timeout: 7,
      stop_gather: true,
      finish_on_key: '*',
      number_of_digits: 4,
      gather_language: 'pt-BR',
      hints: 'yes, no',
      profanity_filter: 'false',
      speech_timeout: '3',
      speech_model: 'phone_call',
    };
    const expected = officialGather(
      {
        timeout: 7,
        numDigits: 4,
        finishOnKey: '*',
        language: 'pt-BR',
        hints: 'yes, no',
        profanityFilter: false,
        speechTimeout: '3',
        speechModel: 'phone_call',
      },
      gather => gather.say({ voice: 'Polly.Emma', language: 'en-GB', loop: 1 }, 'Yes or no?'),
    );
    expect(said(gatherInputOnCall, properties)).toBe(expected);
  });

  test('Twilio\'s defaults where the flow says nothing, but for "auto"', () => {
    expect(said(gatherInputOnCall, { say: 'Well?' })).toBe(
      officialGather({ speechTimeout: 'auto' }, gather => gather.say('Well?')),
    );
  });

  test('a file', () => {
    expect(said(gatherInputOnCall, { play: 'https://example.com/a.mp3', loop: 2 })).toBe(
      officialGather({ speechTimeout: 'auto' }, gather =>
        gather.play({ loop: 2 }, 'https://example.com/a.mp3'),
      ),
    );
  });

  test('nothing, where templates left nothing: silence is listened to', () => {
    const empty = { say: '', hints: '', gather_language: ' ', speech_model: '', profanity_filter: '' };
    expect(said(gatherInputOnCall, empty)).toBe(officialGather({ speechTimeout: 'auto' }));
  });

  test('no key ends the input when the flow does not stop on a key', () => {
    const expected = officialGather({ finishOnKey: '', speechTimeout: 'auto' });
    expect(said(gatherInputOnCall, { stop_gather: false, finish_on_key: '#' })).toBe(expected);
    expect(said(gatherInputOnCall, { stop_gather: true, finish_on_key: '' })).toBe(expected);
  });

  test('an export, with templates and numbers as strings', () => {
    const context = makeContext();
    context.widgets['ask'] = { SpeechResult: '<Fish> & chips' };
    const properties = {
      say: 'You said {{widgets.ask.SpeechResult}}.',
      loop: '2',
      timeout: '',
      number_of_digits: '1',
      speech_timeout: 2,
      profanity_filter: '{{flow.variables.none}}',
      gather_language: 'en',
    };
    const expected = officialGather(
      {
        timeout: 5,
        numDigits: 1,
        finishOnKey: '#',
        language: 'en-US',
        profanityFilter: true,
        speechTimeout: '2',
      },
      gather => gather.say({ loop: 2 }, 'You said <Fish> & chips.'),
    );
    expect(saidFromExport(gatherInputOnCall, properties, makeScope({ context }))).toBe(expected);
  });

  test('any number of digits for 0', () => {
    expect(said(gatherInputOnCall, { number_of_digits: 0 })).toBe(officialGather({ speechTimeout: 'auto' }));
  });

  test('the language that exports write for none', () => {
    expect(said(gatherInputOnCall, { gather_language: 'en' })).toBe(
      officialGather({ language: 'en-US', speechTimeout: 'auto' }),
    );
  });

  test('no "auto" beside a speech model, which refuses it', () => {
    const expected = officialGather({ speechModel: 'deepgram_nova-2' });
    expect(said(gatherInputOnCall, { speech_model: 'deepgram_nova-2', speech_timeout: 'auto' })).toBe(
      expected,
    );
    expect(said(gatherInputOnCall, { speech_model: 'deepgram_nova-2' })).toBe(expected);
  });
});

describe('how it goes on', () => {
  const outcome = run(gatherInputOnCall, { say: 'Well?' });

  test.each([
    ['keypress', { Digits: '1' }, 'keypress'],
    ['keypress', { SpeechResult: 'Yes.', Confidence: '0.9' }, 'speech'],
    ['keypress', { Digits: '1', SpeechResult: 'one' }, 'keypress'],
    ['keypress', { Digits: '1', SpeechResult: '' }, 'keypress'],
    ['keypress', { Digits: '', SpeechResult: '' }, undefined],
    ['speech', { SpeechResult: 'Yes.' }, 'speech'],
    ['timeout', {}, 'timeout'],
    ['return', { Digits: '1' }, undefined],
    [undefined, { Digits: '1' }, 'keypress'],
    [undefined, { SpeechResult: 'Yes.' }, 'speech'],
    [undefined, { CallStatus: 'in-progress' }, undefined],
  ])('FlowEvent %s with %j: %s', (flowEvent, params, event) => {
    expect(eventOf(outcome, flowEvent, params)).toBe(event);
  });
});

test('its properties', () => {
  const exported = {
    loop: 1,
    timeout: 5,
    stop_gather: true,
    finish_on_key: '#',
    speech_timeout: 'auto',
    gather_language: 'en',
    profanity_filter: 'true',
    say: 'Well?',
    offset: { x: 0, y: 0 },
  };
  expect(faults(gatherInputOnCall, exported)).toEqual([]);
  expect(faults(gatherInputOnCall, { profanity_filter: true })).toContain('/profanity_filter must be string');
  expect(faults(gatherInputOnCall, { stop_gather: 'true' })).toEqual(['/stop_gather must be boolean']);
  expect(faults(gatherInputOnCall, { timeout: 31 })).toEqual(['/timeout must be <= 30']);
});

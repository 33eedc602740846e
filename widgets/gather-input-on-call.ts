import { Type } from '@sinclair/typebox';
import { element } from '../twiml/element';
import { prompt } from './calls/prompt';
import { given } from './rendered';
import { audio, yesNo } from './schema';
import { defineWidget } from './widget';

/**
 * Takes digits or speech of the caller.
 * https://www.twilio.com/docs/studio/widget-library/gather-input-call
 */
export const gatherInputOnCall = defineWidget({
  type: 'gather-input-on-call',
  properties: Type.Object({
    ...audio(),
    timeout: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 30,
        default: 5,
        description: 'Seconds to wait for the next input.',
      }),
    ),
    stop_gather: Type.Optional(
      Type.Boolean({ default: true, description: 'Whether `finish_on_key` ends the input.' }),
    ),
    finish_on_key: Type.Optional(
      Type.String({ default: '#', description: 'Key that ends the input. Empty: none does.' }),
    ),
    number_of_digits: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 30, description: 'Ends the input after so many digits.' }),
    ),
    gather_language: Type.Optional(
      Type.String({ default: 'en-US', description: 'Language in which the caller is understood.' }),
    ),
    hints: Type.Optional(Type.String({ description: 'Words to be expected, separated by commas.' })),
    profanity_filter: Type.Optional(
      yesNo({ default: 'true', description: 'Whether profanities become asterisks.' }),
    ),
    speech_timeout: Type.Optional(
      Type.String({ default: 'auto', description: 'Seconds of silence that end speech, or "auto".' }),
    ),
    speech_model: Type.Optional(
      Type.String({ description: 'Model that understands the caller, such as phone_call.' }),
    ),
    save_response_as: Type.Optional(Type.String({ description: 'Without effect; in old exports.' })),
  }),
  events: ['keypress', 'speech', 'timeout'],
  channels: ['call'],
  speaks: true,
  run(properties, scope) {
    const model = given(properties.speech_model);
    const gather = element(
      'Gather',
      {
        input: ['dtmf', 'speech'],
        action: scope.url('keypress'),
        timeout: properties.timeout,
        numDigits: properties.number_of_digits || undefined,
        finishOnKey: properties.stop_gather === false ? '' : properties.finish_on_key,
        language: language(properties.gather_language),
        hints: given(properties.hints),
        profanityFilter: given(properties.profanity_filter),
        speechTimeout: speechTimeout(properties.speech_timeout, model),
        speechModel: model,
      },
      ...prompt(properties),
    );
    return {
      verbs: [gather, element('Redirect', {}, scope.url('timeout'))],
      // The action is one URL for both kinds of input, so `keypress` has to come after `speech`.
      resume: [
        { event: 'speech', when: { SpeechResult: true, Digits: false } },
        { event: 'keypress', when: { Digits: true } },
        { event: 'timeout' },
      ],
    };
  },
});

/** Exports write "en" where nothing was chosen; TwiML knows only languages of a country. */
function language(chosen: string | undefined): string | undefined {
  return given(chosen) === 'en' ? 'en-US' : given(chosen);
}

/**
 * "auto" is refused beside an explicit model (https://www.twilio.com/docs/api/errors/13335). Left out, the
 * gather's own time-out takes its place.
 */
function speechTimeout(chosen: string | undefined, model: string | undefined): string | undefined {
  const seconds = given(chosen) ?? 'auto';
  return seconds === 'auto' && model ? undefined : seconds;
}

import type { JsonObject } from '../../flow/json';
import type { NewRevision } from '../../store/write-revision';
import { ACCOUNT_SID } from '../account';

/**
 * Two questions that lead to each other: keys at once, words by way of three other widgets. Two, because the same
 * widget may not run again and again.
 */
export const benchFlow: NewRevision = {
  accountSid: ACCOUNT_SID,
  flowSid: `FW${'b'.repeat(32)}`,
  friendlyName: 'Bench',
  status: 'published',
  definition: {
    description: 'Bench',
    states: [
      state('Trigger', 'trigger', { incomingCall: 'ask_1' }, {}),
      ...question('1', 'ask_2'),
      ...question('2', 'ask_1'),
    ],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  },
};

/** A question, and the three widgets behind it. */
function question(number: string, next: string): JsonObject[] {
  const said = `{{widgets.ask_${number}.SpeechResult}}`;
  const yes = { friendly_name: 'said yes', arguments: [said], type: 'equal_to', value: 'yes' };
  const remember = `remember_${number}`;
  const voice = { voice: 'alice', language: 'en-US', loop: 1 };
  return [
    state(
      `ask_${number}`,
      'gather-input-on-call',
      { keypress: next, speech: `split_${number}` },
      {
        ...{ say: 'Press a key, or say yes.', ...voice },
        ...{ timeout: 5, number_of_digits: 1, stop_gather: true, finish_on_key: '#' },
      },
    ),
    {
      ...state(`split_${number}`, 'split-based-on', {}, { input: said }),
      transitions: [
        { event: 'noMatch', next: remember },
        { event: 'match', next: remember, conditions: [yes] },
      ],
    },
    state(
      remember,
      'set-variables',
      { next: `confirm_${number}` },
      { variables: [{ key: 'answer', value: said }] },
    ),
    state(
      `confirm_${number}`,
      'say-play',
      { audioComplete: next },
      { say: 'You said {{flow.variables.answer}}.', ...voice },
    ),
  ];
}

function state(name: string, type: string, ways: Record<string, string>, properties: JsonObject): JsonObject {
  const transitions = Object.entries(ways).map(([event, next]) => ({ event, next }));
  return { name, type, transitions, properties };
}

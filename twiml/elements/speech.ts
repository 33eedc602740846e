import { type Definitions, each, media, oneOf } from './definition';

/** What is heard: https://www.twilio.com/docs/voice/twiml/say and /play. Voices and languages are many; any is legal. */
export const speech: Definitions = {
  Say: {
    parents: ['Response', 'Gather', 'Prompt'],
    text: 'required',
    attributes: { ...each('text', 'language', 'voice'), loop: 'number' },
  },
  Play: {
    parents: ['Response', 'Gather', 'Prompt'],
    text: 'required',
    insteadOfText: 'digits',
    textUrl: media.url,
    attributes: { digits: 'text', loop: 'number' },
  },
  Pause: { parents: ['Response', 'Gather', 'Prompt'], attributes: { length: 'number' } },
};

const inText = ['Say', 'emphasis', 'lang', 'p', 'prosody', 's'];
const inWord = [...inText, 'w'];

/** Markup inside `<Say>`: https://www.twilio.com/docs/voice/twiml/say/text-speech#use-ssml */
export const ssml: Definitions = {
  break: {
    parents: inWord,
    attributes: {
      strength: oneOf('none', 'x-weak', 'weak', 'medium', 'strong', 'x-strong'),
      time: 'text',
    },
  },
  emphasis: {
    parents: inWord,
    text: 'optional',
    attributes: { level: oneOf('strong', 'moderate', 'reduced') },
  },
  lang: { parents: inText, text: 'optional', attributes: { 'xml:lang': 'text' } },
  p: { parents: ['Say', 'lang', 'prosody'], text: 'optional', attributes: {} },
  phoneme: {
    parents: inWord,
    text: 'optional',
    attributes: {
      alphabet: oneOf(
        ...[
          'ipa',
          'x-sampa',
          'x-amazon-jyutping',
          'x-amazon-pinyin',
          'x-amazon-pron-kana',
          'x-amazon-yomigana',
        ],
      ),
      ph: 'text',
    },
  },
  prosody: { parents: inWord, text: 'optional', attributes: each('text', 'pitch', 'rate', 'volume') },
  s: { parents: ['Say', 'lang', 'p', 'prosody'], text: 'optional', attributes: {} },
  'say-as': {
    parents: inWord,
    text: 'optional',
    attributes: {
      format: oneOf('mdy', 'dmy', 'ymd', 'md', 'dm', 'ym', 'my', 'd', 'm', 'y', 'yyyymmdd'),
      'interpret-as': oneOf(
        ...['characters', 'spell-out', 'cardinal', 'number', 'ordinal', 'digits', 'fraction', 'unit', 'date'],
        ...['time', 'address', 'expletive', 'telephone'],
      ),
    },
  },
  sub: { parents: inWord, text: 'optional', attributes: { alias: 'text' } },
  w: { parents: inText, text: 'optional', attributes: { role: 'text' } },
};

import { sayPlay } from '../../widgets/say-play';
import { faults, official, run, said } from './voice';

describe('what is said', () => {
  test('a text, with voice, language and how often', () => {
    expect(said(sayPlay, { say: 'Hello', voice: 'Polly.Amy', language: 'en-GB', loop: 2 })).toBe(
      official(response => response.say({ voice: 'Polly.Amy', language: 'en-GB', loop: 2 }, 'Hello')),
    );
  });

  test('a text in the voice of the account, which exports call "default"', () => {
    const expected = official(response => response.say('Hello'));
    expect(said(sayPlay, { say: 'Hello', voice: 'default' })).toBe(expected);
    expect(said(sayPlay, { say: 'Hello', voice: '', language: ' ' })).toBe(expected);
  });

  test('a text of the caller, escaped', () => {
    const text = 'AT&T <Hangup/> "5 > 3" </Say>';
    expect(said(sayPlay, { say: text })).toBe(official(response => response.say(text)));
  });

  test('a text with SSML, kept', () => {
    const expected = official(response => {
      const say = response.say('Wait ');
      say.break({ time: '1s' });
      say.addText(' now');
    });
    expect(said(sayPlay, { say: 'Wait <break time="1s"/> now' })).toBe(expected);
  });

  test('a file, with how often', () => {
    expect(said(sayPlay, { play: ' https://example.com/a.mp3?x=1&y=2\n', loop: 3 })).toBe(
      official(response => response.play({ loop: 3 }, 'https://example.com/a.mp3?x=1&y=2')),
    );
  });

  test('tones', () => {
    expect(said(sayPlay, { digits: '1w2W#', loop: 1 })).toBe(
      official(response => response.play({ digits: '1w2W#', loop: 1 })),
    );
  });

  test('what is filled in, where templates left the rest empty', () => {
    const file = official(response => response.play('https://example.com/a.mp3'));
    expect(said(sayPlay, { say: ' \n', play: 'https://example.com/a.mp3', digits: '' })).toBe(file);
  });

  test.each(['  ', '\u0000'])('nothing, with a warning instead of an empty verb: %j', say => {
    expect(run(sayPlay, { say, play: '', digits: '' })).toEqual({
      event: 'audioComplete',
      warnings: [expect.objectContaining({ code: 13520 })],
    });
  });
});

test('it is done at once: its words go in front of the next widget', () => {
  expect(run(sayPlay, { say: 'Hello' })).toMatchObject({ event: 'audioComplete', verbs: [{ name: 'Say' }] });
});

test('its properties', () => {
  expect(faults(sayPlay, { offset: { x: 0, y: 0 }, say: 'Hello', loop: 1 })).toEqual([]);
  expect(faults(sayPlay, { say: 'Hello', loop: '1' })).toEqual(['/loop must be integer']);
});

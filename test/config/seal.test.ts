import { fc } from '../setup/fuzz';
import { seal, unseal } from '../../config/seal';

describe('a sealed secret', () => {
  it('is made whole again, wherever it stands in a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), plain => {
        return (
          unseal(['t'], `<a href="https://x?k=${seal('t', plain)}&b">`) ===
          `<a href="https://x?k=${plain}&b">`
        );
      }),
    );
  });

  it('can stand in a URL', () => {
    const sealed = seal('token', 'secret "&<>');
    expect(sealed).toMatch(/^sealed\.v1\.[\w-]+$/);
    expect(encodeURIComponent(sealed)).toBe(sealed);
  });

  it('is another one each time', () => {
    expect(seal('token', 'secret')).not.toBe(seal('token', 'secret'));
  });

  it('is the same for the same occasion, where that is asked for', () => {
    const sealed = seal('token', 'secret', 'one');
    expect(seal('token', 'secret', 'one')).toBe(sealed);
    expect(unseal(['token'], sealed)).toBe('secret');
    const begin = (text: string): string => text.slice(0, 24);
    for (const other of [
      seal('token', 'secret', 'two'),
      seal('token', 'other', 'one'),
      seal('x', 'secret', 'one'),
    ]) {
      expect(begin(other)).not.toBe(begin(sealed));
    }
  });

  it('opens with any of the tokens', () => {
    expect(unseal(['new', 'old'], seal('old', 'secret'))).toBe('secret');
  });

  it('stays sealed without its token, or when it was touched', () => {
    const sealed = seal('token', 'secret');
    const touched = sealed.replace(/.$/, last => (last === 'A' ? 'Q' : 'A'));
    for (const text of [sealed, touched, 'sealed.v1.', 'sealed.v1.AAAA']) {
      expect(unseal(text === sealed ? ['other'] : ['token'], text)).toBe(text);
    }
  });

  it('is written as its place asks for', () => {
    expect(unseal(['t'], `${seal('t', 'a&b')} & ${seal('t', 'c')}`, encodeURIComponent)).toBe('a%26b & c');
  });
});

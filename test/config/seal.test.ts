import { fc } from '../setup/fuzz';
import { seal, sealAlike, unseal } from '../../config/seal';

describe('a sealed secret', () => {
  it('is made whole again, wherever it stands in a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), plain => {
        return (
          unseal(['t'], `<a href="https://x?k=${seal('t', plain, 'FN1')}&b">`, 'FN1') ===
          `<a href="https://x?k=${plain}&b">`
        );
      }),
    );
  });

  it('can stand in a URL', () => {
    const sealed = seal('token', 'secret "&<>', 'FN1');
    expect(sealed).toMatch(/^sealed\.v1\.[\w-]+$/);
    expect(encodeURIComponent(sealed)).toBe(sealed);
  });

  it('is another one each time', () => {
    expect(seal('token', 'secret', 'FN1')).not.toBe(seal('token', 'secret', 'FN1'));
  });

  it('is the same for the same purpose, where that is asked for', () => {
    const sealed = sealAlike('token', 'secret', 'one');
    expect(sealAlike('token', 'secret', 'one')).toBe(sealed);
    expect(unseal(['token'], sealed, 'one')).toBe('secret');
    const begin = (text: string): string => text.slice(0, 24);
    for (const other of [
      sealAlike('token', 'secret', 'two'),
      sealAlike('token', 'other', 'one'),
      sealAlike('x', 'secret', 'one'),
    ]) {
      expect(begin(other)).not.toBe(begin(sealed));
    }
  });

  it('opens with any of the tokens', () => {
    expect(unseal(['new', 'old'], seal('old', 'secret', 'FN1'), 'FN1')).toBe('secret');
  });

  it.each([seal, sealAlike])('stays sealed for any other purpose (%p)', sealing => {
    const sealed = sealing('token', 'secret', 'FN1');
    for (const other of ['FN2', 'FN', 'FN11', '']) expect(unseal(['token'], sealed, other)).toBe(sealed);
    expect(unseal(['token'], sealed, 'FN1')).toBe('secret');
  });

  it('stays sealed without its token, or when it was touched', () => {
    const sealed = seal('token', 'secret', 'FN1');
    const touched = sealed.replace(/.$/, last => (last === 'A' ? 'Q' : 'A'));
    for (const text of [sealed, touched, 'sealed.v1.', 'sealed.v1.AAAA']) {
      expect(unseal(text === sealed ? ['other'] : ['token'], text, 'FN1')).toBe(text);
    }
  });

  it('is written as its place asks for', () => {
    const text = `${seal('t', 'a&b', 'FN1')} & ${seal('t', 'c', 'FN1')}`;
    expect(unseal(['t'], text, 'FN1', encodeURIComponent)).toBe('a%26b & c');
  });
});

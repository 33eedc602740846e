/** POSIX classes of java.util.regex.Pattern that JavaScript lacks, as they stand in a character class. */
const posix = new Map([
  ['Alpha', 'A-Za-z'],
  ['Digit', '0-9'],
  ['Alnum', 'A-Za-z0-9'],
  ['Lower', 'a-z'],
  ['Upper', 'A-Z'],
  ['Space', '\\s'],
  ['Blank', ' \\t'],
  ['Punct', '!-\\/:-@\\[-`\\{-~'],
  ['XDigit', 'A-Fa-f0-9'],
]);

/** Escapes outside of a class that JavaScript reads otherwise or not at all. */
const escapes = new Map([
  ['A', '(?<![^])'],
  ['z', '(?![^])'],
  ['Z', '(?=\\n?(?![^]))'],
  ['h', '[ \\t]'],
]);

/** What may differ between the two dialects; everything else is the same in both. */
const differences =
  /\\Q(?<quoted>[^]*?)(?:\\E|$)|\\p\{(?<property>\w+)\}|\\P\{\w+\}|\\(?<escaped>[^])|(?<quantifier>[*+?]|\{\d+(?:,\d*)?\})\+|\{\d+(?:,\d*)?\}|\[\^?\]|[[\]}]|&&/gu;

/**
 * Spells a Java regular expression as JavaScript's Unicode mode reads it. Hosted Studio is taken to use Java's
 * dialect (inferred). Possessive quantifiers become greedy ones; what has no counterpart (atomic groups, classes
 * within classes) is an error here or in RegExp.
 * @throws SyntaxError
 */
export function fromJava(pattern: string): { source: string; flags: string } {
  const inline = /^\(\?(?<flags>[imsu]+)\)/u.exec(pattern);
  const flags = [...new Set(inline?.groups?.['flags'])].filter(flag => flag === 'm' || flag === 's').join('');
  let inClass = false;
  const source = pattern
    .slice(inline?.[0].length ?? 0)
    .replace(differences, (match: string, ...details: unknown[]) => {
      const { quoted, property, escaped, quantifier } = details.at(-1) as Record<string, string | undefined>;
      if (quoted !== undefined)
        return quoted.replace(inClass ? /[\\\]^-]/gu : /[\\^$.*+?()[\]{}|]/gu, '\\$&');
      if (property !== undefined) {
        const members = posix.get(property);
        if (members === undefined) return match;
        return inClass ? members : `[${members}]`;
      }
      if (escaped !== undefined) return escape(escaped, inClass);
      if (inClass) {
        if (match.startsWith('[') || match === '&&')
          throw new SyntaxError('classes within classes are not supported');
        inClass = match !== ']';
        return match;
      }
      if (match.startsWith('[')) inClass = true;
      // Without an opening partner, or first in a class, these stand for themselves.
      if (match.endsWith(']') || match === '}') return `${match.slice(0, -1)}\\${match.slice(-1)}`;
      return quantifier ?? match;
    });
  return { source, flags };
}

/** Java lets every character be escaped that is no letter or digit; Unicode mode only those with a meaning. */
function escape(character: string, inClass: boolean): string {
  const known = inClass ? undefined : escapes.get(character);
  if (known !== undefined) return known;
  const meaningful = /[\w\\^$.*+?()[\]{}|/]/u.test(character) || (inClass && character === '-');
  return meaningful && character !== '_' ? `\\${character}` : character;
}

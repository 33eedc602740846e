/** Characters of a value that are shown. */
const SHOWN = 60;

export function shorten(text: string, from = 0): string {
  const start = from > 0 ? '…' : '';
  const end = text.length > from + SHOWN ? '…' : '';
  return `${start}${text.slice(from, from + SHOWN)}${end}`;
}

/** Both from the same place on, so that the first difference is seen in the middle, or before it. */
export function shortenBoth(one: string, other: string): [string, string] {
  if (one.length <= SHOWN && other.length <= SHOWN) return [one, other];
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const from = Math.max(0, same - SHOWN / 2);
  return [shorten(one, from), shorten(other, from)];
}

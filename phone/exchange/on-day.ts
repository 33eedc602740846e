/**
 * Date filters of the 2010 API: `Name` is a day, `Name<` and `Name>` are its bounds, each a day or a moment; what has
 * no date is found by no filter. Days are of UTC, and belong to what they bound.
 */
export function onDay(date: Date | undefined, name: string, query: Partial<Record<string, string>>): boolean {
  const [on, before, after] = ['', '<', '>'].map(suffix => query[name + suffix]);
  if (date === undefined) return on === undefined && before === undefined && after === undefined;
  return (
    (on === undefined || dayOf(date) === dayOf(new Date(on))) &&
    (before === undefined || date.getTime() <= boundOf(before, 'end')) &&
    (after === undefined || date.getTime() >= boundOf(after, 'start'))
  );
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function boundOf(text: string, of: 'start' | 'end'): number {
  const wholeDay = /^\d{4}-\d\d-\d\d$/.test(text);
  return new Date(wholeDay && of === 'end' ? `${text}T23:59:59.999Z` : text).getTime();
}

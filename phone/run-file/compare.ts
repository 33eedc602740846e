import { maskText } from '../mask';
import type { Event, Spoken } from './schema';
import { isAsExpected } from './volatile';

/** Something that is not as a file tells. */
export interface Difference {
  /** Such as `events[3].call[1]`. */
  place: string;
  /** Absent: nothing was to happen there. */
  expected?: string;
  /** Absent: nothing has happened there. */
  got?: string;
}

interface Line {
  place: string;
  text: string;
}

/** Compares in order; what is missing or new does not put the rest in the wrong. */
export function compare(expected: readonly Event[], got: readonly Event[]): Difference[] {
  const [wanted, seen] = [linesOf(expected), linesOf(got)];
  const same = matches(wanted, seen);
  const differences: Difference[] = [];
  let from = { wanted: 0, seen: 0 };
  for (const match of [...same, { wanted: wanted.length, seen: seen.length }]) {
    differences.push(...between(wanted.slice(from.wanted, match.wanted), seen.slice(from.seen, match.seen)));
    from = { wanted: match.wanted + 1, seen: match.seen + 1 };
  }
  return differences;
}

/** A difference in a few lines, for people. */
export function describeDifference({ place, expected, got }: Difference): string {
  return [
    `  ${place}`,
    `    expected  ${expected ?? 'nothing more'}`,
    `    got       ${got ?? 'nothing'}`,
  ].join('\n');
}

function between(wanted: readonly Line[], seen: readonly Line[]): Difference[] {
  return Array.from({ length: Math.max(wanted.length, seen.length) }, (_, at) => {
    const [expected, got] = [wanted[at], seen[at]];
    return {
      place: expected?.place ?? got?.place ?? '',
      ...(expected && { expected: expected.text }),
      ...(got && { got: got.text }),
    };
  });
}

/** The longest row of lines that both have, in order. */
function matches(wanted: readonly Line[], seen: readonly Line[]): { wanted: number; seen: number }[] {
  const equal = (row: number, column: number) =>
    isAsExpected(wanted[row]?.text ?? '', seen[column]?.text ?? '');
  const lengths = wanted.map(() => new Array<number>(seen.length).fill(0));
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (const [row, cells] of [...lengths.entries()].reverse()) {
    for (let column = seen.length - 1; column >= 0; column--) {
      cells[column] = equal(row, column)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const found: { wanted: number; seen: number }[] = [];
  for (let row = 0, column = 0; row < wanted.length && column < seen.length;) {
    if (equal(row, column)) found.push({ wanted: row++, seen: column++ });
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return found;
}

function linesOf(events: readonly (Event | Spoken)[], place = 'events'): Line[] {
  return events.flatMap((event, at) => {
    const here = `${place}[${at}]`;
    const call = 'call' in event ? event.call : [];
    return [{ place: here, text: describeEvent(event) }, ...linesOf(call, `${here}.call`)];
  });
}

/**
 * `heard: Good morning`, and whatever else there is to it. What the file says was answered is answered again. What has
 * happened is masked: so is a test number that somebody has written into the file.
 */
function describeEvent(event: Event | Spoken): string {
  return Object.entries(event)
    .filter(([key]) => key !== 'answer' && key !== 'call')
    .map(([key, value]) => `${key}: ${maskText(typeof value === 'string' ? value : JSON.stringify(value))}`)
    .join(', ');
}

import { median, percentile } from '../statistics';
import type { Kind } from './requests';

/** What the requests of one kind under one load come to. Times in milliseconds. */
export interface MeasuredRequest {
  kind: string;
  atOnce: number;
  requests: number;
  p50: number;
  p99: number;
  /** The middle one of the rounds' ratios to the floor's p50 in the same round. */
  ratio: number;
  perSecond: number;
}

/** Short, so that a drift of the machine meets all kinds alike. */
const WINDOW_SECONDS = 0.5;

/** Asks every kind of request, one at a time and many at once, a window of each in every round. */
export async function compareRequests(
  kinds: readonly Kind[],
  { seconds, atOnce }: { seconds: number; atOnce: number },
  progress: (text: string) => void,
): Promise<MeasuredRequest[]> {
  const rounds = Math.max(Math.round(seconds / WINDOW_SECONDS), 1);
  const measured: MeasuredRequest[] = [];
  for (const load of new Set([1, atOnce])) {
    const windows = new Map<string, number[][]>(kinds.map(({ name }) => [name, []]));
    // The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      progress(`REST API, ${load} at once, round ${round} of ${rounds}`);
      for (const { name, ask } of kinds) {
        const window = await askFor(WINDOW_SECONDS, load, ask);
        if (round > 0) windows.get(name)!.push(window);
      }
    }
    for (const { name, floor } of kinds) {
      const own = windows.get(name)!;
      const floors = windows.get(floor)!;
      const all = own.flat();
      measured.push({
        kind: name,
        atOnce: load,
        requests: all.length,
        p50: median(all),
        p99: percentile(all, 99),
        ratio: median(own.map((window, round) => median(window) / median(floors[round]!))),
        perSecond: all.length / (rounds * WINDOW_SECONDS),
      });
    }
  }
  return measured;
}

/** @returns milliseconds of each request */
async function askFor(seconds: number, atOnce: number, ask: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  const deadline = performance.now() + seconds * 1000;
  const line = async (): Promise<void> => {
    do {
      const began = performance.now();
      await ask();
      took.push(performance.now() - began);
    } while (performance.now() < deadline);
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  return took;
}

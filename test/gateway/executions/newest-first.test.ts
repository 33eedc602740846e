import { fc } from '../../setup/fuzz';
import { newestFirst, type Sample } from '../../../gateway/executions/newest-first';

interface Item {
  sid: string;
}

/** Answers as Temporal does: in an order of its own, and with no more than is asked for. */
function sampleOf(items: readonly Item[], asked: number[] = []): Sample<Item> {
  return ({ from = '', before = '~' }, limit) => {
    const found = items.filter(({ sid }) => sid >= from && sid < before);
    asked.push(Math.min(found.length, limit));
    return Promise.resolve({ items: found.slice(0, limit), complete: found.length <= limit });
  };
}

const sidOf = (number: number): string => `FN${number.toString(16).padStart(32, '0')}`;
const shuffled = (count: number) =>
  fc.shuffledSubarray(
    Array.from({ length: count }, (_, number) => ({ sid: sidOf(number) })),
    { minLength: 0 },
  );

async function allPages(size: number, sample: () => Sample<Item>, between = (): void => undefined) {
  const pages: string[][] = [];
  let token: string | undefined;
  do {
    const { items, next } = await newestFirst({ size, ...(token !== undefined && { token }) }, sample());
    pages.push(items.map(({ sid }) => sid));
    token = next;
    between();
  } while (token !== undefined);
  return pages;
}

describe('executions, newest first', () => {
  it('come in full pages, each once, whatever order Temporal has', () =>
    fc.assert(
      fc.asyncProperty(shuffled(700), fc.integer({ min: 1, max: 300 }), async (items, size) => {
        const pages = await allPages(size, () => sampleOf(items));
        expect(pages.flat()).toEqual(
          items
            .map(({ sid }) => sid)
            .sort()
            .reverse(),
        );
        for (const page of pages.slice(0, -1)) expect(page).toHaveLength(size);
      }),
      { numRuns: 50 },
    ));

  it('stay what they are while others come on top', async () => {
    const items = Array.from({ length: 500 }, (_, number) => ({ sid: sidOf(number) }));
    const before = items.map(({ sid }) => sid);
    let number = items.length;
    const pages = await allPages(
      50,
      () => sampleOf(items),
      () => items.unshift({ sid: sidOf((number += 1)) }),
    );
    expect(pages.flat()).toEqual(before.reverse());
  });

  it('are all found although some go while they are looked for', async () => {
    const items = Array.from({ length: 1000 }, (_, number) => ({ sid: sidOf(number) }));
    const kept = items.slice(0, 300).map(({ sid }) => sid);
    let asked = 0;
    const going: Sample<Item> = (range, limit) => {
      // After the first look most of the newest are gone, so that the range that was chosen holds few.
      if ((asked += 1) === 2) items.length = 300;
      return sampleOf(items)(range, limit);
    };
    const pages = await allPages(50, () => going);
    expect(pages.flat()).toEqual(kept.reverse());
  });

  it('are looked at twice where there are many, and once where there are few', async () => {
    const newest = Array.from({ length: 5000 }, (_, number) => ({ sid: sidOf(number) })).reverse();
    const asked: number[] = [];
    await newestFirst({ size: 50 }, sampleOf(newest, asked));
    expect(asked).toEqual([200, 51]);
    const few: number[] = [];
    await newestFirst({ size: 50 }, sampleOf(newest.slice(0, 150), few));
    expect(few).toEqual([150]);
  });
});

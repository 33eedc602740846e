/** What was chosen somewhere in a call where it may go on in several ways. */
interface Choice {
  place: string;
  option: string;
}

/** @param options the first one is a way out, for when all have been tried */
export type Decide = (place: string, options: readonly string[]) => string;

/** A call that is tried again and again must not find new places for ever. */
const MAX_RUNS = 500;

/**
 * Runs something that makes the same choices again when it is told the same, until at every place that it comes
 * to every option has been taken.
 */
export async function explore(run: (decide: Decide) => Promise<void>): Promise<void> {
  const places = new Map<string, { wayThere: Choice[]; untried: Set<string> }>();
  let planned: Choice[] | undefined = [];
  for (let runs = 0; planned; runs += 1) {
    if (runs === MAX_RUNS)
      throw new Error(`more than ${MAX_RUNS} calls, and still: ${[...places.keys()].join()}`);
    const way = planned;
    const made: Choice[] = [];
    await run((place, options) => {
      const known = places.get(place) ?? { wayThere: [...made], untried: new Set(options) };
      places.set(place, known);
      const plan = way[made.length];
      if (plan && plan.place !== place) throw new Error(`came to ${place} instead of ${plan.place}`);
      const option = plan?.option ?? [...known.untried][0] ?? options[0] ?? '';
      known.untried.delete(option);
      made.push({ place, option });
      return option;
    });
    planned = [...places.values()].find(({ untried }) => untried.size > 0)?.wayThere;
  }
}

/** What was chosen somewhere on a way where it may go on in several directions. */
interface Choice {
  place: string;
  option: string;
}

/**
 * @param options the first one is the usual one
 * @param wayOut for when it comes to the same place again; the usual one unless told
 */
export type Decide = (place: string, options: readonly string[], wayOut?: string) => string;

/** What is tried again and again must not find new places for ever. */
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
      throw new Error(`more than ${MAX_RUNS} runs, and still: ${[...places.keys()].join()}`);
    const way = planned;
    const made: Choice[] = [];
    const decide: Decide = (place, options, wayOut = options[0]) => {
      const known = places.get(place) ?? { wayThere: [...made], untried: new Set(options) };
      places.set(place, known);
      const plan = way[made.length];
      if (plan && plan.place !== place) throw new Error(`came to ${place} instead of ${plan.place}`);
      const again = made.some(choice => choice.place === place);
      const option = plan?.option ?? (again ? wayOut : options[0]) ?? '';
      known.untried.delete(option);
      made.push({ place, option });
      return option;
    };
    try {
      await run(decide);
    } catch (cause) {
      const chosen = made.map(({ place, option }) => `${place}: ${option}`);
      throw new Error(`When this was chosen: ${chosen.join('; ')}`, { cause });
    }
    planned = next(places);
  }
}

function next(
  places: ReadonlyMap<string, { wayThere: Choice[]; untried: Set<string> }>,
): Choice[] | undefined {
  for (const [place, { wayThere, untried }] of places) {
    for (const option of untried) return [...wayThere, { place, option }];
  }
  return undefined;
}

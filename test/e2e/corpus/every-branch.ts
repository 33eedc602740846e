import { branchesOf, written } from './branches';
import type { Start } from './start';
import { explore } from './explore';
import type { Exported } from './exported';
import { travel } from './journey';
import { expectSound } from './sound';
import type { Stage } from './stage';

/** Runs a flow until every branch has been taken that somebody outside can bring about. */
export async function expectEveryBranch(stage: Stage, exported: Exported, start: Start): Promise<void> {
  const taken = new Set<string>();
  await explore(async decide => {
    const journey = await travel(stage, exported, start, decide);
    expectSound(journey, exported, start);
    for (const step of journey.steps) taken.add(written(step));
  });
  const { possible } = branchesOf(exported.flow, start);
  expect(possible.map(written).filter(branch => !taken.has(branch))).toEqual([]);
}

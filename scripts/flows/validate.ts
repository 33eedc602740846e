import { problemsAmong } from '../../store/flow-problems';
import { lintDefinition } from '../../widgets/lint';
import type { Io } from './io';
import { placeOf, readFiles } from './read-files';
import { tellFindings, tellProblems } from './tell';

/** Whose flows they are does not matter here. */
const NOBODY = `AC${'0'.repeat(32)}`;

/** Exit status: findings alone are no failure. */
export async function validate(paths: readonly string[], io: Io): Promise<number> {
  const flows = await readFiles(paths, NOBODY);
  const problemsOf = problemsAmong(flows, placeOf);
  let invalid = 0;
  for (const flow of flows) {
    const problems = problemsOf(flow);
    tellProblems(flow.file, problems, io);
    if (problems.length > 0) invalid += 1;
    else if (flow.definition) tellFindings(flow.file, lintDefinition(flow.definition), io);
  }
  io.stderr.write(`${flows.length} flows, ${invalid} invalid\n`);
  return invalid > 0 ? 1 : 0;
}

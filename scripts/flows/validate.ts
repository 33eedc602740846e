import { lintDefinition } from '../../widgets/lint';
import { validateDefinition } from '../../widgets/validate';
import type { Io } from './io';
import { readFiles } from './read-files';
import { tellFindings, tellProblems } from './tell';

/** Whose flows they are does not matter here. */
const NOBODY = `AC${'0'.repeat(32)}`;

/** Exit status: findings alone are no failure. */
export async function validate(paths: readonly string[], io: Io): Promise<number> {
  const flows = await readFiles(paths, NOBODY);
  const bySid = new Map(flows.map(({ flowSid, definition }) => [flowSid, definition]));
  let invalid = 0;
  for (const { file, json, flowSid, definition, problems } of flows) {
    const found = definition ? validateDefinition(json, { flowSid, flow: sid => bySid.get(sid) }) : [];
    tellProblems(file, [...problems, ...found], io);
    if (problems.length + found.length > 0) invalid += 1;
    else if (definition) tellFindings(file, lintDefinition(definition), io);
  }
  io.stderr.write(`${flows.length} flows, ${invalid} invalid\n`);
  return invalid > 0 ? 1 : 0;
}

import type { Problem } from '../widgets/problem';
import { validateDefinition } from '../widgets/validate';
import { holdsFlow, type FlowFile } from './flow-files';

/**
 * What is wrong with each of these files, as they are and among the others.
 * @param placeOf two files of one flow get into each other's way where this is the same
 */
export function problemsAmong(
  files: readonly FlowFile[],
  placeOf: (file: FlowFile) => string,
): (file: FlowFile) => Problem[] {
  const flows = files.filter(holdsFlow);
  const bySid = new Map(flows.map(flow => [flow.flowSid, flow.definition]));
  const sameFlow = groups(flows, file => `${file.flowSid} ${placeOf(file)}`);
  return file => {
    const { flowSid, json, definition, problems } = file;
    return [
      ...(sameFlow.get(file) ?? []).filter(other => other !== file).map(other => clash(file, other)),
      ...problems,
      ...(definition ? validateDefinition(json, { flowSid, flow: sid => bySid.get(sid) }) : []),
    ];
  };
}

/** Each with all that have the same key, itself among them. */
function groups<T>(items: readonly T[], keyOf: (item: T) => string): Map<T, T[]> {
  const byKey = new Map<string, T[]>();
  return new Map(
    items.map(item => {
      const key = keyOf(item);
      const group = byKey.get(key) ?? [];
      byKey.set(key, group);
      group.push(item);
      return [item, group];
    }),
  );
}

/** Neither counts: nobody knows which one is meant, and each would overturn the other whenever a worker starts. */
function clash({ flowSid, accountSid }: FlowFile, other: FlowFile): Problem {
  // Of two accounts, the one that has the flow already keeps it.
  const outcome = other.accountSid === accountSid ? '; until then neither is imported' : '';
  const message = `${flowSid} is the flow of ${other.file}, too: remove or rename one of them${outcome}`;
  return { message, property_path: '#' };
}

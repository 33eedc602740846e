import { loadDefinition } from '../../flow/definition';
import { readFlowFile } from '../../store/flow-files';
import { compare } from './compare';
import type { Io } from './io';
import { tellProblems } from './tell';
import type { Place } from './temporal';

interface Options {
  flow: string;
  file: string;
  revision?: number;
}

/** Exit status: 0 they say the same, 1 they differ, 2 one of them cannot be read. */
export async function diff(
  { store, accountSid }: Place,
  { flow, file, revision }: Options,
  io: Io,
): Promise<number> {
  const read = await readFlowFile(file, accountSid);
  if (!read.definition) {
    tellProblems(file, read.problems, io);
    return 2;
  }
  const saved = await store.revision(accountSid, flow, revision ?? 'LatestRevision');
  if (!saved)
    throw new Error(`The account ${accountSid} has no such flow, or the flow no such revision: ${flow}.`);
  const lines = compare(loadDefinition(saved.definition), read.definition);
  const [old, young] = [saved.settings, read.settings ?? {}].map(settings => JSON.stringify(settings));
  if (old !== young) lines.unshift(`~ settings: ${old ?? ''} -> ${young ?? ''}`);
  for (const line of lines) io.stdout.write(`${line}\n`);
  io.stderr.write(
    `Revision ${saved.revision} of ${flow} and ${file} ${lines.length > 0 ? 'differ' : 'say the same'}.\n`,
  );
  return lines.length > 0 ? 1 : 0;
}

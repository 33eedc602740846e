import { basename } from 'node:path';
import type { FlowFile } from '../../store/flow-files';
import { importFiles } from '../../store/import-flows';
import { untilServed } from '../../store/needs-worker';
import { readHead } from '../../store/read-head';
import { lintDefinition } from '../../widgets/lint';
import type { Io } from './io';
import { readFiles } from './read-files';
import { tellFindings, tellProblems } from './tell';
import type { Place } from './temporal';

/**
 * Exit status: a file that cannot be imported keeps no other out.
 * @throws NeedsWorkerError
 */
export async function importAll(
  place: Place,
  { files, draft }: { files: readonly string[]; draft: boolean },
  io: Io,
): Promise<number> {
  const flows = await readFiles(files, place.accountSid);
  const named = await Promise.all(flows.map(flow => withItsName(place, flow)));
  // A save would wait for a worker for ever.
  await untilServed(place.client, place.taskQueue);
  const status = draft ? 'draft' : 'published';
  let failed = 0;
  for await (const imported of importFiles({ ...place, status }, named)) {
    const { file, flowSid, revision = 0, changed, problems } = imported;
    tellProblems(file, problems, io);
    if (problems.length > 0) {
      failed += 1;
      continue;
    }
    const definition = flows.find(flow => flow.file === file)?.definition;
    if (definition) tellFindings(file, lintDefinition(definition), io);
    const outcome = changed ? `${status} as revision ${revision}` : `unchanged, revision ${revision}`;
    io.stdout.write(`${file}: ${flowSid} ${outcome}\n`);
  }
  return failed > 0 ? 1 : 0;
}

/** A file that is named by its flow's SID says nothing of the name that the flow has already. */
async function withItsName({ client }: Place, flow: FlowFile): Promise<FlowFile> {
  if (basename(flow.file, '.json') !== flow.flowSid) return flow;
  const head = await readHead(client, flow.flowSid);
  return head ? { ...flow, name: head.friendlyName } : flow;
}

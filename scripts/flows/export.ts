import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holdsFlow, readFlowFiles } from '../../store/flow-files';
import type { FlowStore } from '../../store/flow-store';
import type { Io } from './io';
import type { Place } from './temporal';

interface Options {
  flows: readonly string[] | 'all';
  revision?: number;
  to: string;
}

/**
 * Exit status: a flow that is not there keeps no other from being written. Nor does one that has a file of another
 * name there: two files of one flow are none to those who import them, and that one is somebody's own.
 */
export async function exportAll(
  { store, accountSid }: Place,
  { flows, revision, to }: Options,
  { stdout, stderr }: Io,
): Promise<number> {
  await mkdir(to, { recursive: true });
  const there = (await readFlowFiles(to, accountSid)).filter(holdsFlow);
  let failed = 0;
  for await (const flowSid of flows === 'all' ? allOf(store, accountSid) : flows) {
    const found = await store.revision(accountSid, flowSid, revision ?? 'LatestRevision');
    if (!found) {
      failed += 1;
      const what = revision === undefined ? flowSid : `revision ${revision} of ${flowSid}`;
      stderr.write(`The account ${accountSid} has no ${what}.\n`);
      continue;
    }
    const file = join(to, `${flowSid}.json`);
    const other = there.find(flow => flow.flowSid === flowSid && flow.file !== file);
    if (other) {
      failed += 1;
      const what = `${flowSid} is not written: ${other.file} is that flow already.`;
      stderr.write(`${what} Say another folder, or remove the file.\n`);
      continue;
    }
    await write(file, found.definition);
    const settingsFile = join(to, `${flowSid}.settings.json`);
    // Those of an earlier export would come back with the next import.
    if (Object.keys(found.settings).length > 0) await write(settingsFile, found.settings);
    else await rm(settingsFile, { force: true });
    stdout.write(`${file}: ${found.friendlyName}, revision ${found.revision} (${found.status})\n`);
  }
  return failed > 0 ? 1 : 0;
}

async function* allOf(store: FlowStore, accountSid: string): AsyncGenerator<string> {
  let token: string | undefined;
  do {
    const page = await store.list(accountSid, { size: 100, ...(token !== undefined && { token }) });
    for (const { sid } of page.items) yield sid;
    token = page.next;
  } while (token !== undefined);
}

async function write(file: string, json: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(json, null, 2)}\n`);
}

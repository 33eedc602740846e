import { basename } from 'node:path';
import type { Client } from '@temporalio/client';
import type { JsonObject } from '../flow/json';
import type { Problem } from '../widgets/problem';
import { readFlowFiles, type FlowFile } from './flow-files';
import { problemsAmong } from './flow-problems';
import { saveFlow, type Saved } from './save-flow';
import { isAway } from './temporal-away';
import { digestOf, type NewRevision, type Place } from './write-revision';
import type { RevisionStatus } from '../workflows/flow-contract';

export interface ImportOptions {
  client: Client;
  taskQueue: string;
  /** Owner of the files that lie in no account's folder. */
  accountSid: string;
  directory: string;
}

/** Digests of what a worker has imported since it started, by file: what is still the same is passed over. */
export type SeenFiles = Map<string, string>;

/** Where flows go, and as what. */
export interface ImportTarget extends Place {
  /** Published unless told. */
  status?: RevisionStatus;
  /** The files are the folder of flows; else somebody has named them, and wants them saved. */
  seen?: SeenFiles;
}

/** What became of one flow. */
export interface Imported extends Partial<Saved>, Pick<FlowFile, 'file' | 'accountSid' | 'flowSid' | 'name'> {
  /** Why it was not imported; its present revision goes on. */
  problems: Problem[];
}

/**
 * Publishes every flow of a folder (`*.json`, and `AC…/*.json` for further accounts) that has changed.
 * @throws what Temporal's client throws where Temporal is away; what was imported before remains so
 */
export async function importFlows(options: ImportOptions): Promise<Imported[]> {
  const imported: Imported[] = [];
  for await (const flow of importOneByOne(options)) imported.push(flow);
  return imported;
}

/**
 * The same, told of as it goes.
 * @param seen of the imports before: without it, deleted flows come back, too
 */
export async function* importOneByOne(
  { client, taskQueue, directory, accountSid }: ImportOptions,
  seen: SeenFiles = new Map(),
): AsyncGenerator<Imported> {
  yield* importFiles({ client, taskQueue, seen }, await readFlowFiles(directory, accountSid));
}

/** Those that have changed become revisions; told of as it goes. */
export async function* importFiles(
  target: ImportTarget,
  files: readonly FlowFile[],
): AsyncGenerator<Imported> {
  const problemsOf = problemsAmong(files, ({ accountSid }) => accountSid);
  for (const flow of files) {
    const { file, accountSid, flowSid, name } = flow;
    const problems = problemsOf(flow);
    const saved = flow.json && problems.length === 0 ? await save(target, flow, flow.json) : { problems };
    yield { file, accountSid, flowSid, name, ...saved };
  }
}

/** What is wrong with one flow, such as its size or its owner, must not keep the others out. */
async function save(
  { client, taskQueue, status = 'published', seen }: ImportTarget,
  { file, accountSid, flowSid, name, settings }: FlowFile,
  definition: JsonObject,
): Promise<Pick<Imported, 'problems'> & Partial<Saved>> {
  const flow: NewRevision = {
    accountSid,
    flowSid,
    friendlyName: name,
    status,
    definition,
    ...(settings && { settings }),
    commitMessage: `Imported from ${basename(file)}`,
    ...(seen && { fromFolder: true }),
  };
  const digest = digestOf(flow);
  if (seen?.get(file) === digest) return { problems: [] };
  try {
    const saved = await saveFlow(client, taskQueue, flow);
    seen?.set(file, digest);
    return { ...saved, problems: [] };
  } catch (error) {
    if (isAway(error)) throw error;
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? `: ${cause.message}` : '';
    return { problems: [{ message: `not saved: ${message}${reason}`, property_path: '#' }] };
  }
}

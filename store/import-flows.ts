import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Client } from '@temporalio/client';
import { DefinitionError, loadDefinition, type Definition } from '../flow/definition';
import { isObject, type JsonObject } from '../flow/json';
import type { Problem } from '../widgets/problem';
import { validateDefinition } from '../widgets/validate';
import { saveFlow, type NewRevision, type Saved } from './save-flow';

export interface ImportOptions {
  client: Client;
  taskQueue: string;
  /** Owner of the files that lie in no account's folder. */
  accountSid: string;
  directory: string;
}

/** What became of one file. */
export interface Imported extends Partial<Saved> {
  file: string;
  accountSid: string;
  flowSid: string;
  name: string;
  /** Why the file was not imported; its flow's present revision goes on. */
  problems: Problem[];
}

interface FlowFile {
  file: string;
  accountSid: string;
  flowSid: string;
  name: string;
  json?: JsonObject;
  definition?: Definition;
  problems: Problem[];
}

/** Publishes every flow of a folder (`*.json`, and `AC…/*.json` for further accounts) that has changed. */
export async function importFlows(options: ImportOptions): Promise<Imported[]> {
  const files = await readFiles(options.directory, options.accountSid);
  const bySid = new Map(files.map(file => [file.flowSid, file.definition]));
  const imported: Imported[] = [];
  for (const { file, accountSid, flowSid, name, json, problems } of files) {
    const all = problems.length
      ? problems
      : validateDefinition(json, { flowSid, flow: sid => bySid.get(sid) });
    const saved =
      all.length === 0 && json
        ? await save(options, {
            accountSid,
            flowSid,
            friendlyName: name,
            status: 'published',
            definition: json,
            commitMessage: `Imported from ${basename(file)}`,
          })
        : { problems: all };
    imported.push({ file, accountSid, flowSid, name, ...saved });
  }
  return imported;
}

/** What is wrong with one flow, such as its size or its owner, must not keep the others out. */
async function save(
  { client, taskQueue }: ImportOptions,
  flow: NewRevision,
): Promise<Pick<Imported, 'problems'> & Partial<Saved>> {
  try {
    return { ...(await saveFlow(client, taskQueue, flow)), problems: [] };
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? `: ${cause.message}` : '';
    return { problems: [{ message: `not saved: ${message}${reason}`, property_path: '#' }] };
  }
}

/** A file's own SID, or one made of its name: the same on every machine. */
export function flowSidOf(file: string): string {
  const name = basename(file, '.json');
  return /^FW[0-9a-zA-Z]{32}$/.test(name) ? name : `FW${createHash('md5').update(name).digest('hex')}`;
}

async function readFiles(directory: string, accountSid: string): Promise<FlowFile[]> {
  const files: FlowFile[] = [];
  for (const entry of (await readdir(directory, { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && /^AC.{32}$/.test(entry.name))
      files.push(...(await readFiles(path, entry.name)));
    if (entry.isFile() && entry.name.endsWith('.json')) files.push(await readFlowFile(path, accountSid));
  }
  return files;
}

async function readFlowFile(file: string, accountSid: string): Promise<FlowFile> {
  const flowSid = flowSidOf(file);
  const name = basename(file, '.json');
  const found = { file, accountSid, flowSid, name };
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    const definition = loadDefinition(json);
    const friendly = name === flowSid ? (definition.description ?? name) : name;
    return { ...found, name: friendly, ...(isObject(json) && { json }), definition, problems: [] };
  } catch (error) {
    const path = error instanceof DefinitionError ? error.path : '#';
    return { ...found, problems: [{ message: (error as Error).message, property_path: path }] };
  }
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isSid } from '../config/accounts';
import { DefinitionError, loadDefinition, type Definition } from '../flow/definition';
import { isObject, type JsonObject } from '../flow/json';
import type { Problem } from '../widgets/problem';
import type { FlowSettings } from '../workflows/flow-contract';
import { readFlowSettings } from './flow-settings';

/** A flow as it lies in a folder: `NAME.json`, with `NAME.settings.json` beside it where it has settings. */
export interface FlowFile {
  file: string;
  accountSid: string;
  flowSid: string;
  name: string;
  json?: JsonObject;
  definition?: Definition;
  settings?: FlowSettings;
  /** Places in the settings begin with the name of their file: `reception.settings.json#/onActive`. */
  problems: Problem[];
}

const FLOW = '.json';
const SETTINGS = '.settings.json';

/**
 * The flows of a folder, in the order of their names; those in a folder that is named by an account SID are that
 * account's, and come first.
 * @param accountSid owner of all others
 */
export async function readFlowFiles(directory: string, accountSid: string): Promise<FlowFile[]> {
  const { files, folders } = await contentsOf(directory);
  const flows: FlowFile[] = [];
  for (const owner of folders.filter(name => isSid('AC', name))) {
    const folder = join(directory, owner);
    flows.push(...(await readAll(folder, (await contentsOf(folder)).files, owner)));
  }
  flows.push(...(await readAll(directory, files, accountSid)));
  return flows;
}

/** One flow, with the settings that lie beside it; it may be those that are named. */
export async function readFlowFile(file: string, accountSid: string): Promise<FlowFile> {
  const flow = file.endsWith(SETTINGS) ? file.slice(0, -SETTINGS.length) + FLOW : file;
  if (flow !== file && !existsSync(flow)) return ownerless(file, basename(flow), accountSid);
  const settings = join(dirname(flow), basename(flow, FLOW) + SETTINGS);
  return readFlow(flow, accountSid, existsSync(settings) ? settings : undefined);
}

/**
 * The names in a folder, in their order. Links count as what they lead to, one that leads nowhere as a file: a folder
 * that Kubernetes mounts is made of links, and keeps what they lead to under names that begin with a dot.
 */
async function contentsOf(directory: string): Promise<{ files: string[]; folders: string[] }> {
  const names = (await readdir(directory)).filter(name => !name.startsWith('.')).sort();
  const [files, folders]: [string[], string[]] = [[], []];
  for (const name of names) {
    const stats = await stat(join(directory, name)).catch(() => undefined);
    if (stats?.isDirectory()) folders.push(name);
    else if (!stats || stats.isFile()) files.push(name);
  }
  return { files, folders };
}

/** @param names of files in the folder */
async function readAll(folder: string, names: readonly string[], accountSid: string): Promise<FlowFile[]> {
  const there = new Set(names);
  const flows: FlowFile[] = [];
  for (const name of names) {
    const file = join(folder, name);
    if (name.endsWith(SETTINGS)) {
      const flow = basename(name, SETTINGS) + FLOW;
      if (!there.has(flow)) flows.push(ownerless(file, flow, accountSid));
    } else if (name.endsWith(FLOW)) {
      const settings = basename(name, FLOW) + SETTINGS;
      const beside = there.has(settings) ? join(folder, settings) : undefined;
      flows.push(await readFlow(file, accountSid, beside));
    }
  }
  return flows;
}

/** Settings that no flow lies beside hold none. */
export function holdsFlow({ file }: FlowFile): boolean {
  return !file.endsWith(SETTINGS);
}

/** A file's own SID, or one made of its name: the same on every machine. */
export function flowSidOf(file: string): string {
  const name = basename(file, FLOW);
  return /^FW[0-9a-zA-Z]{32}$/.test(name) ? name : `FW${createHash('md5').update(name).digest('hex')}`;
}

/** Settings of which nobody knows whose they are: a name is misspelt, most likely. */
function ownerless(file: string, flow: string, accountSid: string): FlowFile {
  const message = `there is no ${flow} beside it: rename the file, or remove it`;
  const problems = [{ message, property_path: '#' }];
  return { file, accountSid, flowSid: flowSidOf(flow), name: basename(flow, FLOW), problems };
}

async function readFlow(file: string, accountSid: string, settingsFile?: string): Promise<FlowFile> {
  const flowSid = flowSidOf(file);
  const name = basename(file, FLOW);
  const definition = await readJson(file, '#', readDefinition);
  const settings =
    settingsFile === undefined
      ? { problems: [] }
      : await readJson(settingsFile, `${basename(settingsFile)}#`, readFlowSettings);
  return {
    ...{ file, accountSid, flowSid, name },
    ...definition,
    ...settings,
    ...(name === flowSid && { name: definition.definition?.description ?? name }),
    problems: [...definition.problems, ...settings.problems],
  };
}

type Part = Pick<FlowFile, 'json' | 'definition' | 'settings' | 'problems'>;

/** @param at what the places of problems begin with */
async function readJson(file: string, at: string, read: (json: unknown, at: string) => Part): Promise<Part> {
  try {
    return read(JSON.parse(await readFile(file, 'utf8')), at);
  } catch (error) {
    return { problems: [{ message: (error as Error).message, property_path: at }] };
  }
}

function readDefinition(json: unknown): Part {
  try {
    const definition = loadDefinition(json);
    return { ...(isObject(json) && { json }), definition, problems: [] };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return { problems: [{ message: error.message, property_path: error.path }] };
  }
}

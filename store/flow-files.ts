import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
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
 * account's.
 * @param accountSid owner of all others
 */
export async function readFlowFiles(directory: string, accountSid: string): Promise<FlowFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = new Set(entries.filter(entry => entry.isFile()).map(entry => entry.name));
  const files: FlowFile[] = [];
  for (const { name } of entries) {
    const path = join(directory, name);
    if (!names.has(name)) {
      if (/^AC.{32}$/.test(name)) files.push(...(await readFlowFiles(path, name)));
    } else if (name.endsWith(SETTINGS)) {
      const flow = basename(name, SETTINGS) + FLOW;
      if (!names.has(flow)) files.push(ownerless(path, flow, accountSid));
    } else if (name.endsWith(FLOW)) {
      const settings = basename(name, FLOW) + SETTINGS;
      files.push(
        await readFlow(path, accountSid, names.has(settings) ? join(directory, settings) : undefined),
      );
    }
  }
  return files;
}

/** One flow, with the settings that lie beside it. */
export async function readFlowFile(file: string, accountSid: string): Promise<FlowFile> {
  const settings = join(dirname(file), basename(file, FLOW) + SETTINGS);
  return readFlow(file, accountSid, existsSync(settings) ? settings : undefined);
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

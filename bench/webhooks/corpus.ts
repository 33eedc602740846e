import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDefinition, type Definition } from '../../flow/definition';
import type { JsonObject } from '../../flow/json';
import { flowSidOf } from '../../store/flow-files';

export interface ExportedFlow {
  flowSid: string;
  json: JsonObject;
  definition: Definition;
}

/** The flows of a folder that calls can come to. */
export async function readCorpus(folder: string): Promise<ExportedFlow[]> {
  const files = (await readdir(folder)).filter(file => file.endsWith('.json')).sort();
  const flows = await Promise.all(
    files.map(async file => {
      const json = JSON.parse(await readFile(join(folder, file), 'utf8')) as JsonObject;
      return { flowSid: flowSidOf(file), json, definition: loadDefinition(json) };
    }),
  );
  return flows.filter(({ definition }) => takesCalls(definition));
}

function takesCalls({ states }: Definition): boolean {
  const triggers = states.filter(({ type }) => type === 'trigger').flatMap(({ transitions }) => transitions);
  return triggers.some(({ event, next }) => event === 'incomingCall' && next);
}

import type { Definition } from '../../flow/definition';
import type { JsonObject } from '../../flow/json';
import { readFlowFiles } from '../../store/flow-files';
import { ACCOUNT_SID } from '../account';

export interface ExportedFlow {
  flowSid: string;
  json: JsonObject;
  definition: Definition;
}

/** The flows of a folder that calls can come to. */
export async function readCorpus(folder: string): Promise<ExportedFlow[]> {
  const flows = await readFlowFiles(folder, ACCOUNT_SID);
  return flows.flatMap(({ flowSid, json, definition }) =>
    json && definition && takesCalls(definition) ? [{ flowSid, json, definition }] : [],
  );
}

function takesCalls({ states }: Definition): boolean {
  const triggers = states.filter(({ type }) => type === 'trigger').flatMap(({ transitions }) => transitions);
  return triggers.some(({ event, next }) => event === 'incomingCall' && next);
}

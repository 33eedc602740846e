import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadDefinition, type Definition } from '../../../flow/definition';
import type { JsonObject } from '../../../flow/json';
import { newSid } from '../../../phone/params';
import type { Trigger } from './start';

/** A flow as somebody has exported it. */
export interface Exported {
  name: string;
  sid: string;
  json: JsonObject;
  flow: Definition;
}

const examples = join(__dirname, '../../../examples/flows');
/** A folder of more of them. */
const corpus = process.env['FLOWS_CORPUS'];

/** The example flows, and those of FLOWS_CORPUS. */
export const exportedFlows: readonly Exported[] = [examples, ...(corpus ? [corpus] : [])].flatMap(folder =>
  readdirSync(folder)
    .filter(file => file.endsWith('.json'))
    .map(file =>
      exported(basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject),
    ),
);

export function exported(name: string, json: JsonObject): Exported {
  return { name, sid: newSid('FW'), json, flow: loadDefinition(json) };
}

/** Does something happen when an execution starts so? */
export function startsBy(trigger: Trigger, { flow }: Exported): boolean {
  return flow.states.some(
    ({ type, transitions }) =>
      type === 'trigger' && transitions.some(({ event, next }) => event === trigger && next),
  );
}

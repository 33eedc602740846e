import { loadDefinition, type Definition } from '../../../../flow/definition';
import type { JsonObject } from '../../../../flow/json';
import { readFlowSettings } from '../../../../store/flow-settings';
import type { FlowStore } from '../../../../store/flow-store';
import type { Problem } from '../../../../widgets/problem';
import { validateDefinition } from '../../../../widgets/validate';
import { subflowsOf } from '../../../../widgets/validate/subflows';
import type { FlowSettings } from '../../../../workflows/flow-contract';
import { RestError } from '../rest-error';

/** Bytes of a definition. What Temporal takes is twice as much. */
const MAX_DEFINITION = 1_000_000;
/** Subflows that are looked into: more than a flow may have (https://www.twilio.com/docs/studio/subflows). */
const MAX_SUBFLOWS = 150;

/** Whose flow is saved; without a SID it is a new one. */
export interface Owner {
  accountSid: string;
  flowSid?: string;
}

/**
 * A definition that can be saved, as a draft, too.
 * @param given JSON, as text or parsed already
 * @throws RestError 81022 with all that is wrong
 */
export async function readDefinition(store: FlowStore, owner: Owner, given: unknown): Promise<JsonObject> {
  const json = parse(given);
  if (json instanceof SyntaxError)
    throw refused([{ message: `is not JSON: ${json.message}`, property_path: '#' }]);
  const flaw = flawOfSize(json);
  if (flaw !== undefined) throw refused([{ message: flaw, property_path: '#' }]);
  let problems = validateDefinition(json);
  if (problems.length === 0) problems = validateDefinition(json, await surroundings(store, owner, json));
  if (problems.length > 0) throw refused(problems);
  return json as JsonObject;
}

/** @throws RestError 20001 where they are not what settings are */
export function readSettings(given: unknown): FlowSettings {
  const json = parse(given);
  if (json instanceof SyntaxError) throw refusedSettings([{ message: 'is not JSON', property_path: '#' }]);
  const { settings = {}, problems } = readFlowSettings(json, '#');
  if (problems.length > 0) throw refusedSettings(problems);
  return settings;
}

function parse(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  try {
    return JSON.parse(given) as unknown;
  } catch (error) {
    return error;
  }
}

/** What cannot be stored, or not be written as JSON again. */
function flawOfSize(json: unknown): string | undefined {
  try {
    const size = Buffer.byteLength(JSON.stringify(json));
    if (size <= MAX_DEFINITION) return undefined;
    return `has ${size} bytes, ${MAX_DEFINITION} are allowed: move a part into a subflow`;
  } catch (error) {
    if (error instanceof RangeError) return 'is nested too deeply';
    throw error;
  }
}

/** All flows that it leads to, so that a way back to it is seen. */
async function surroundings(store: FlowStore, { accountSid, flowSid }: Owner, json: unknown) {
  const known = new Map<string, Definition | undefined>();
  const waiting = subflowsOf(loadDefinition(json));
  for (let sid = waiting.pop(); sid !== undefined && known.size < MAX_SUBFLOWS; sid = waiting.pop()) {
    if (known.has(sid) || sid === flowSid) continue;
    const revision = await store.revision(accountSid, sid, 'LatestPublished');
    const definition = revision && loadDefinition(revision.definition);
    known.set(sid, definition);
    if (definition) waiting.push(...subflowsOf(definition));
  }
  return { ...(flowSid !== undefined && { flowSid }), flow: (sid: string) => known.get(sid) };
}

function refused(errors: readonly Problem[]): RestError {
  return new RestError(400, 81022, 'Flow definition validation failed', { errors: plain(errors) });
}

function refusedSettings(errors: readonly Problem[]): RestError {
  const [first] = errors;
  const message = `Invalid parameter Settings: ${first?.property_path ?? '#'} ${first?.message ?? ''}`;
  return new RestError(400, 20001, message, { errors: plain(errors) });
}

function plain(errors: readonly Problem[]): JsonObject[] {
  return errors.map(({ message, property_path }) => ({ message, property_path }));
}

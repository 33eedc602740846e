import type { Form } from '../../../../../config/signature';
import { parsedObject, type JsonObject, type Params } from '../../../../../flow/json';
import { GatewayError } from '../../../../errors';
import { carriedParams, type Wait } from './wait';

/** A request of Twilio to a flow: what is addressed to the engine, and all other parameters. */
export interface FlowRequest {
  /** FlowEvent: the event that the waiting widget is expected to take. */
  event?: string;
  /** FlowStep: the step whose TwiML led here. */
  step?: number;
  /** FlowTarget: which of the waiting widget's further calls is asked for. */
  target?: number;
  /** Trigger: this trigger is to start the flow. */
  trigger?: string;
  /** FlowExecution: workflow id of the execution that the request is for. */
  execution?: string;
  /** This request asks again for the answer to an earlier one. */
  wait?: Wait;
  params: Params;
}

/** Not for the flow: addressed to the engine, or secrets that no widget needs. */
const WITHHELD = new Set([
  ...['FlowEvent', 'FlowStep', 'FlowTarget', 'FlowExecution', 'FlowWait', 'FlowWaits', 'FlowParams'],
  ...['Trigger', 'bodySHA256'],
  ...['CallToken', 'StirPassportToken', '__proto__'],
]);

/**
 * @param unsigned fields that the signature does not cover
 * @param unseal makes secrets whole again that were sealed for a purpose
 */
export function readRequest(
  query: Form,
  body: unknown,
  unsigned: readonly string[],
  unseal: (text: string, purpose: string) => string,
): FlowRequest {
  const written = new Map(fields(query));
  // What the flow's author wrote into the URL goes before what Twilio sends.
  const all = new Map([...fields(body).filter(([name]) => !unsigned.includes(name)), ...written]);
  const event = all.get('FlowEvent');
  const trigger = all.get('Trigger');
  // A form has what the telephone's own software makes up, too: which execution is meant, only our URLs tell.
  const step = wholeNumber(written.get('FlowStep'));
  const target = wholeNumber(written.get('FlowTarget'));
  // Those are asked for by POST: of a GET, the query has the same fields of the telephone's.
  const execution = body === undefined || body === null ? undefined : written.get('FlowExecution');
  const updateId = written.get('FlowWait');
  const carried = carriedParams(written.get('FlowParams'), updateId, unseal);
  const own = [...all].filter(([name]) => !WITHHELD.has(name));
  return {
    ...(event && { event }),
    ...(step !== undefined && { step }),
    ...(target !== undefined && { target }),
    ...(trigger && { trigger }),
    ...(execution && { execution }),
    ...(updateId && { wait: { updateId, count: wholeNumber(written.get('FlowWaits')) ?? 1 } }),
    params: { ...Object.fromEntries(own), ...carried },
  };
}

/** Names and values of a query, a form or the bytes of a JSON object; repeated names keep their last value. */
function fields(source: unknown): [string, string][] {
  const values: unknown = Buffer.isBuffer(source) ? parse(source) : source;
  if (values === undefined || values === null) return [];
  return Object.entries(values as Record<string, unknown>).flatMap(([name, value]) => {
    const text = asText(Buffer.isBuffer(source) || !Array.isArray(value) ? value : value.at(-1));
    return text === undefined ? [] : [[name, text] as [string, string]];
  });
}

function parse(json: Buffer): JsonObject {
  const value = parsedObject(json.toString());
  if (!value) throw new GatewayError('body');
  return value;
}

function asText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

import { names } from '../../workflows/contract';
import { searchAttributes } from '../../workflows/search-attributes';
import { firstSidAt } from '../execution-sid';
import { keyword } from '../start-options';

/** Which of a flow's executions are meant. */
export interface ExecutionFilter {
  status?: 'active' | 'ended';
  /** Created then or later. */
  from?: Date;
  /** Created before. */
  to?: Date;
  /** The contact's address. */
  contact?: string;
}

const { executionSid, flowSid: flow, contactAddress } = searchAttributes;

/** The filter in the language of Temporal's visibility (https://docs.temporal.io/list-filter). */
export function queryOf(flowSid: string, { status, from, to, contact }: ExecutionFilter): string {
  return [
    `WorkflowType = ${quoted(names.execution)}`,
    `${flow.name} = ${quoted(flowSid)}`,
    ...(status === undefined ? [`ExecutionStatus != 'ContinuedAsNew'`] : []),
    ...(status === 'active' ? [`ExecutionStatus = 'Running'`] : []),
    ...(status === 'ended' ? [`ExecutionStatus NOT IN ('Running', 'ContinuedAsNew')`] : []),
    ...(from ? [sidsFrom(firstSidAt(from.getTime()))] : []),
    ...(to ? [sidsBefore(firstSidAt(to.getTime()))] : []),
    ...(contact === undefined ? [] : [`${contactAddress.name} = ${quoted(keyword(contact))}`]),
  ].join(' AND ');
}

/** All runs of one execution. */
export function queryOfSid(sid: string): string {
  return `${executionSid.name} = ${quoted(sid)}`;
}

export function sidsFrom(sid: string): string {
  return `${executionSid.name} >= ${quoted(sid)}`;
}

export function sidsBefore(sid: string): string {
  return `${executionSid.name} < ${quoted(sid)}`;
}

/**
 * Can it be looked for? Temporal takes a text's outer quotes away with its own, and escapes backslashes and double
 * quotes in a way that SQLite does not read: what holds them is never found (tried with server 1.29).
 */
export function isSearchable(text: string): boolean {
  return text !== '' && !/^'|'$|["\\\p{Cc}]/u.test(text);
}

/** A backslash escapes in it, too. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

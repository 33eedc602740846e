import { firstSidAt } from '../../store/execution-sid';
import { ofFlow, quoted } from '../../store/visibility';
import { names } from '../../workflows/contract';
import { searchAttributes } from '../../workflows/search-attributes';
import { keyword } from '../start-options';
import type { AccountFlow, ExecutionRecord } from './execution-record';
import type { SidRange } from './newest-first';

/** Which of a flow's executions are meant. */
export interface ExecutionFilter {
  status?: 'active' | 'ended';
  /** Created then or later. */
  from?: Date;
  /** Created before. */
  to?: Date;
  /** The contact's address. */
  contact?: string;
  range?: SidRange;
}

const { executionSid, contactAddress } = searchAttributes;

/** The filter in the language of Temporal's visibility (https://docs.temporal.io/list-filter). */
export function queryOf(flow: AccountFlow, filter: ExecutionFilter): string {
  const { status, contact } = filter;
  const { from, before } = rangeOf(filter);
  return [
    `WorkflowType = ${quoted(names.execution)}`,
    ofFlow(flow),
    ...(status === undefined ? [`ExecutionStatus != 'ContinuedAsNew'`] : []),
    ...(status === 'active' ? [`ExecutionStatus = 'Running'`] : []),
    ...(status === 'ended' ? [`ExecutionStatus NOT IN ('Running', 'ContinuedAsNew')`] : []),
    ...(from === '' ? [] : [`${executionSid.name} >= ${quoted(from)}`]),
    ...(before === LAST ? [] : [`${executionSid.name} < ${quoted(before)}`]),
    ...(contact === undefined ? [] : [`${contactAddress.name} = ${quoted(keyword(contact))}`]),
  ].join(' AND ');
}

/** All runs of one execution. */
export function queryOfSid(sid: string): string {
  return `${executionSid.name} = ${quoted(sid)}`;
}

export function isInRange(sid: string, filter: ExecutionFilter): boolean {
  const { from, before } = rangeOf(filter);
  return sid >= from && sid < before;
}

export function hasStatus({ active }: ExecutionRecord, { status }: ExecutionFilter): boolean {
  return status === undefined || active === (status === 'active');
}

/** Comes after every SID. */
const LAST = '~';

/** What is left by all bounds together: SIDs sort as executions were created. */
function rangeOf({ from, to, range = {} }: ExecutionFilter): Required<SidRange> {
  const first = from ? firstSidAt(from.getTime()) : '';
  const end = to ? firstSidAt(to.getTime()) : LAST;
  const { from: least = first, before = end } = range;
  return { from: least > first ? least : first, before: before < end ? before : end };
}

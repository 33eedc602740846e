import type { WorkflowExecutionInfo } from '@temporalio/client';
import { createdAt } from '../../store/execution-sid';
import { searchAttributes } from '../../workflows/search-attributes';

/** What is written down at an execution's start and cannot be searched for. */
export interface ExecutionMemo {
  /** SID of the call, message, conversation or request that it was started by. */
  initiatedBy: string;
  /** The contact's address, whole. */
  contact: string;
}

/** A flow, and whose: what another account has started may go on under a SID that was its flow's before. */
export interface AccountFlow {
  accountSid: string;
  flowSid: string;
}

/** An execution, as Temporal knows it without asking a worker. */
export interface ExecutionRecord extends AccountFlow {
  sid: string;
  contact: string;
  revision: number;
  active: boolean;
  /** null: it was started by an earlier version. */
  initiatedBy: string | null;
  dateCreated: Date;
  /** Of its status: its end, or else its beginning. */
  dateUpdated: Date;
  workflowId: string;
  /** Its latest run. */
  runId: string;
}

/** @returns undefined where it is another workflow */
export function toRecord(info: Omit<WorkflowExecutionInfo, 'raw'>): ExecutionRecord | undefined {
  const { typedSearchAttributes, workflowId, runId, startTime, closeTime, status } = info;
  const sid = typedSearchAttributes.get(searchAttributes.executionSid);
  const flowSid = typedSearchAttributes.get(searchAttributes.flowSid);
  const accountSid = typedSearchAttributes.get(searchAttributes.accountSid);
  if (sid === undefined || flowSid === undefined || accountSid === undefined) return undefined;
  const memo = (info.memo ?? {}) as Partial<ExecutionMemo>;
  const dateCreated = new Date(createdAt(sid) ?? startTime);
  return {
    ...{ sid, accountSid, flowSid, workflowId, runId },
    contact: memo.contact ?? typedSearchAttributes.get(searchAttributes.contactAddress) ?? '',
    revision: typedSearchAttributes.get(searchAttributes.flowRevision) ?? 0,
    active: status.name === 'RUNNING',
    initiatedBy: memo.initiatedBy ?? typedSearchAttributes.get(searchAttributes.callSid) ?? null,
    dateCreated,
    dateUpdated: closeTime ?? dateCreated,
  };
}

export function isOf(one: AccountFlow, { accountSid, flowSid }: AccountFlow): boolean {
  return one.accountSid === accountSid && one.flowSid === flowSid;
}

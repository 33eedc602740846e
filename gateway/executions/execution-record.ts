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

/** An execution, as Temporal knows it without asking a worker. */
export interface ExecutionRecord {
  sid: string;
  flowSid: string;
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
  if (sid === undefined || flowSid === undefined) return undefined;
  const memo = (info.memo ?? {}) as Partial<ExecutionMemo>;
  const dateCreated = new Date(createdAt(sid) ?? startTime);
  return {
    ...{ sid, flowSid, workflowId, runId },
    contact: memo.contact ?? typedSearchAttributes.get(searchAttributes.contactAddress) ?? '',
    revision: typedSearchAttributes.get(searchAttributes.flowRevision) ?? 0,
    active: status.name === 'RUNNING',
    initiatedBy: memo.initiatedBy ?? typedSearchAttributes.get(searchAttributes.callSid) ?? null,
    dateCreated,
    dateUpdated: closeTime ?? dateCreated,
  };
}

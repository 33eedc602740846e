import type { JsonObject } from '../flow/json';
import type {
  FlowHead,
  FlowSettings,
  RevisionInput,
  RevisionNote,
  RevisionStatus,
} from '../workflows/flow-contract';

/** A flow without its definition: what lists show. */
export interface FlowSummary {
  sid: string;
  accountSid: string;
  friendlyName: string;
  /** Of the latest revision, as everything here is. */
  status: RevisionStatus;
  revision: number;
  commitMessage: string | null;
  /** ISO 8601, UTC; null where an earlier version saved the flow, which did not take note of it. */
  dateCreated: string | null;
  dateUpdated: string | null;
}

export interface FlowRecord extends FlowSummary {
  definition: JsonObject;
  settings: FlowSettings;
}

/** A revision without its definition. Its dates are both that of its writing, as it never changes. */
export type RevisionSummary = FlowSummary;

export type RevisionRecord = FlowRecord;

export function flowSummary(sid: string, head: FlowHead): FlowSummary {
  const { accountSid, friendlyName, latest, latestRevision: revision, publishedRevision } = head;
  return {
    sid,
    accountSid,
    friendlyName,
    status: latest?.status ?? (revision === publishedRevision ? 'published' : 'draft'),
    revision,
    commitMessage: latest?.commitMessage ?? null,
    dateCreated: head.dateCreated ?? head.dateUpdated ?? null,
    dateUpdated: head.dateUpdated ?? null,
  };
}

export function revisionSummary(sid: string, revision: number, note: RevisionNote): RevisionSummary {
  const { accountSid, friendlyName, status, commitMessage = null, dateCreated = null } = note;
  return {
    sid,
    accountSid,
    friendlyName,
    status,
    revision,
    commitMessage,
    dateCreated,
    dateUpdated: dateCreated,
  };
}

export function revisionRecord(input: RevisionInput): RevisionRecord {
  const { flowSid, revision, definition, settings = {} } = input;
  return { ...revisionSummary(flowSid, revision, input), definition, settings };
}

/** @param latest the revision that is told of: what has been saved since is not */
export function flowRecord(sid: string, head: FlowHead, latest: RevisionInput): FlowRecord {
  const { dateCreated, dateUpdated } = flowSummary(sid, head);
  const record = revisionRecord(latest);
  return { ...record, dateCreated, dateUpdated: record.dateUpdated ?? dateUpdated };
}

export type { RemovalInput } from '../activities/contract';
import type { JsonObject } from '../flow/json';
import type { OnActive } from './contract';

/** What is set for a flow beside its definition. What is absent has its default. */
export interface FlowSettings {
  /** `join` unless told. */
  onActive?: OnActive;
}

/** What is known of a flow besides its definitions; kept as the memo of its workflow. */
export interface FlowHead {
  accountSid: string;
  friendlyName: string;
  latestRevision: number;
  /** null: there are only drafts. */
  publishedRevision: number | null;
  /** Of the definition and the settings, so that saving the same again makes no revision. */
  latestDigest: string;
  /** Of the published definition: may one caller have several calls at once? */
  allowConcurrentCalls: boolean;
  /** When the latest or the published revision last had another `allowConcurrentCalls` than before; ISO 8601, UTC. */
  callsChanged?: string;
  /** Of the published revision; absent where it has none. */
  settings?: FlowSettings;
  /** Of the latest revision. Flows that an earlier version saved lack it and the dates. */
  latest?: LatestRevision;
  /** What was last imported from the folder of flows, so that a file that stays as it is overturns no later save. */
  fromFolder?: FolderImport;
  /** Addresses of the contacts that run the latest revision, published or not. */
  testUsers?: string[];
  /** When the flow was saved first; ISO 8601, UTC. */
  dateCreated?: string;
  /** When its latest revision was saved. */
  dateUpdated?: string;
}

/** A revision that says what the flow's file says. */
export interface FolderImport {
  revision: number;
  digest: string;
}

/** What is told of a flow's latest revision without reading it. */
export interface LatestRevision {
  status: RevisionStatus;
  commitMessage?: string;
  allowConcurrentCalls: boolean;
  settings?: FlowSettings;
}

export type RevisionStatus = 'draft' | 'published';

/** Argument of the update `save`: a revision that has been written. */
export interface SavedRevision {
  accountSid: string;
  friendlyName: string;
  revision: number;
  digest: string;
  published: boolean;
  allowConcurrentCalls: boolean;
  settings?: FlowSettings;
  commitMessage?: string;
  /** The worker's folder of flows holds it. */
  fromFolder?: boolean;
  /** When it was written; ISO 8601, UTC. */
  date?: string;
}

/** Input of the `revision` workflow. */
export interface RevisionInput {
  accountSid: string;
  flowSid: string;
  revision: number;
  digest: string;
  friendlyName: string;
  status: RevisionStatus;
  commitMessage?: string;
  /** It was written because the worker's folder of flows holds it. */
  fromFolder?: boolean;
  /** When it was written; ISO 8601, UTC. Those that an earlier version saved lack it. */
  dateCreated?: string;
  /** As it came. */
  definition: JsonObject;
  settings?: FlowSettings;
}

/** The memo of a revision's workflow: what lists show of it. */
export type RevisionNote = Pick<
  RevisionInput,
  'accountSid' | 'friendlyName' | 'status' | 'commitMessage' | 'dateCreated'
>;

/** Workflow id of a revision. */
export function revisionId(flowSid: string, revision: number): string {
  return `${flowSid}:${revision}`;
}

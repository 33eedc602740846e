import type { JsonObject } from '../flow/json';

/** What is known of a flow besides its definitions; kept as the memo of its workflow. */
export interface FlowHead {
  accountSid: string;
  friendlyName: string;
  latestRevision: number;
  /** null: there are only drafts. */
  publishedRevision: number | null;
  /** Digests of the definitions, so that saving the same again makes no revision. */
  latestDigest: string;
  /** Of the published definition: may one caller have several calls at once? */
  allowConcurrentCalls: boolean;
}

/** Argument of the update `save`: a revision that has been written. */
export interface SavedRevision {
  accountSid: string;
  friendlyName: string;
  revision: number;
  digest: string;
  published: boolean;
  allowConcurrentCalls: boolean;
}

/** Input of the `revision` workflow. */
export interface RevisionInput {
  accountSid: string;
  flowSid: string;
  revision: number;
  digest: string;
  friendlyName: string;
  status: 'draft' | 'published';
  commitMessage?: string;
  /** As it came. */
  definition: JsonObject;
}

/** Workflow id of a revision. */
export function revisionId(flowSid: string, revision: number): string {
  return `${flowSid}:${revision}`;
}

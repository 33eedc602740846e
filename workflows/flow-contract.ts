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
  /** Of the published revision; absent where it has none. */
  settings?: FlowSettings;
}

/** Argument of the update `save`: a revision that has been written. */
export interface SavedRevision {
  accountSid: string;
  friendlyName: string;
  revision: number;
  digest: string;
  published: boolean;
  allowConcurrentCalls: boolean;
  settings?: FlowSettings;
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
  settings?: FlowSettings;
}

/** Workflow id of a revision. */
export function revisionId(flowSid: string, revision: number): string {
  return `${flowSid}:${revision}`;
}

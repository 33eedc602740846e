import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineUpdate,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { names } from './contract';
import type { FlowHead, SavedRevision } from './flow-contract';
import { isSavedRevision } from './saved-revision';

const saveUpdate = defineUpdate<FlowHead, [SavedRevision]>(names.save);

/** A flow: which of its revisions is the latest and which is published. */
export async function flow(head?: FlowHead): Promise<void> {
  setHandler(
    saveUpdate,
    saved => {
      head = withRevision(head, saved);
      upsertMemo({ head });
      return head;
    },
    {
      description: 'Takes note of a revision that has been written',
      // Anybody can send it by hand, and an error in the handler would block the flow for good.
      validator: (saved: unknown) => {
        if (isSavedRevision(saved)) return;
        throw ApplicationFailure.nonRetryable('the argument is not a revision', 'NoRevision');
      },
    },
  );
  await condition(() => workflowInfo().continueAsNewSuggested);
  await condition(allHandlersFinished);
  await continueAsNew<typeof flow>(head);
}

/** Saves may arrive in another order than their numbers: an older revision never takes the place of a newer. */
function withRevision(head: FlowHead | undefined, saved: SavedRevision): FlowHead {
  const { revision } = saved;
  const latest = revision >= (head?.latestRevision ?? 0);
  const published = saved.published && revision >= (head?.publishedRevision ?? 0);
  const settings = published ? saved.settings : head?.settings;
  return {
    accountSid: saved.accountSid,
    friendlyName: latest ? saved.friendlyName : (head?.friendlyName ?? saved.friendlyName),
    latestRevision: Math.max(revision, head?.latestRevision ?? 0),
    latestDigest: latest ? saved.digest : (head?.latestDigest ?? saved.digest),
    publishedRevision: published ? revision : (head?.publishedRevision ?? null),
    allowConcurrentCalls: published ? saved.allowConcurrentCalls : (head?.allowConcurrentCalls ?? true),
    ...(settings && { settings }),
  };
}

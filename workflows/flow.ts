import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineUpdate,
  makeContinueAsNewFunc,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { names } from './contract';
import type { FlowHead, SavedRevision } from './flow-contract';
import { isSavedRevision } from './saved-revision';
import { withRevision } from './with-revision';

const saveUpdate = defineUpdate<FlowHead, [SavedRevision]>(names.save);
const testUsersUpdate = defineUpdate<FlowHead | undefined, [string[]]>(names.testUsers);

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
  setHandler(
    testUsersUpdate,
    testUsers => {
      head = head && { ...head, testUsers };
      upsertMemo({ head });
      return head;
    },
    {
      description: 'Sets the addresses of the contacts that run the latest revision',
      validator: (testUsers: unknown) => {
        if (!head) throw ApplicationFailure.nonRetryable('the flow has no revision yet', 'NoRevision');
        if (Array.isArray(testUsers) && testUsers.every(user => typeof user === 'string')) return;
        throw ApplicationFailure.nonRetryable('the argument is not a list of addresses', 'NoTestUsers');
      },
    },
  );
  await condition(() => workflowInfo().continueAsNewSuggested);
  await condition(allHandlersFinished);
  // A memo that was upserted does not go over by itself.
  await makeContinueAsNewFunc<typeof flow>({ memo: { head } })(head);
}

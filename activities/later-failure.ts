import { ApplicationFailure } from '@temporalio/common';

/**
 * Has Temporal try an activity again. The message is what a workflow can show when that is given up at last.
 * @param milliseconds how long to wait; without them the activity's retry policy tells
 */
export function laterFailure(message: string, milliseconds: number | undefined): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type: 'RetryLater',
    ...(milliseconds !== undefined && { nextRetryDelay: milliseconds }),
  });
}

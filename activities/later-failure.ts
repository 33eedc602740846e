import { ApplicationFailure } from '@temporalio/common';
import type { Done } from '../widgets/widget';

/**
 * Has Temporal try an activity again.
 * @param milliseconds how long to wait; without them the activity's retry policy tells
 * @param givenUp for the workflow: how a widget is left where that is given up at last
 */
export function laterFailure(
  message: string,
  milliseconds: number | undefined,
  givenUp?: Done,
): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type: 'RetryLater',
    ...(milliseconds !== undefined && { nextRetryDelay: milliseconds }),
    ...(givenUp && { details: [givenUp] }),
  });
}

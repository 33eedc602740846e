import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import { failedCall } from '../../workflows/failed-call';

const call = { widget: 'text', failure: 'failed' };
const givenUp = { event: 'failed', warnings: [{ code: 81011, message: 'Failed to send Message: 20429' }] };
const later = (...details: unknown[]) =>
  ApplicationFailure.create({ message: 'Too Many Requests', type: 'RetryLater', details });

function left(cause: Error) {
  return failedCall(call, new ActivityFailure('activity', 'send-message', '1', 'TIMEOUT', undefined, cause));
}

const timeout = (cause?: Error) => {
  const failure = new TimeoutFailure('activity Heartbeat timeout', undefined, 'HEARTBEAT');
  return Object.assign(failure, { cause });
};

describe('a widget whose activity has failed is left', () => {
  it.each([
    ['after its last attempt', later(givenUp)],
    ['while an attempt runs', timeout(later(givenUp))],
  ])('as it says itself, where it is given up %s', (_when, cause) => {
    expect(left(cause)).toEqual({ kind: 'done', ...givenUp });
  });

  it.each([
    ['that Temporal has cut short', later(), 'Too Many Requests'],
    ['of a worker that died', timeout(), 'activity Heartbeat timeout'],
    ['that nobody foresaw', ApplicationFailure.nonRetryable('a is null', 'TypeError', givenUp), 'a is null'],
  ])('by its failure transition, with a warning: a failure %s', (_of, cause, message) => {
    const told = expect.stringMatching(new RegExp(`: text: ${message}$`)) as string;
    expect(left(cause)).toEqual({
      kind: 'done',
      event: 'failed',
      warnings: [{ code: 81014, message: told }],
    });
  });
});

import {
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { NeedsWorkerError } from '../store/needs-worker';
import { isLate } from '../store/temporal-away';

export type EngineFault =
  /** Another call holds the workflow id. */
  | 'busy'
  /** No answer yet; the turn goes on. */
  | 'slow'
  /** Temporal cannot be reached. */
  | 'unreachable'
  /** The execution cannot answer. */
  | 'failed';

/** Why the engine has no answer to a request. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly fault: EngineFault,
    cause: unknown,
  ) {
    super(`the engine has no answer: ${fault}`, { cause });
  }
}

const GRPC_RESOURCE_EXHAUSTED = 8;
const GRPC_UNAVAILABLE = 14;

/** Turns what Temporal's client throws into an EngineError; everything else is returned as it is. */
export function toEngineError(error: unknown): unknown {
  // It says more than the time-out that it was told by.
  if (error instanceof NeedsWorkerError) return error;
  const fault = faultOf(error);
  return fault ? new EngineError(fault, error) : error;
}

function faultOf(error: unknown): EngineFault | undefined {
  if (error instanceof WorkflowUpdateFailedError) return typeOf(error) === 'OtherCall' ? 'busy' : 'failed';
  if (isLate(error)) return 'slow';
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause)) return error instanceof ServiceError ? 'failed' : undefined;
  switch (cause.code as number) {
    case GRPC_UNAVAILABLE:
      return 'unreachable';
    // Too much at once, such as more than ten updates of one execution: it goes by.
    case GRPC_RESOURCE_EXHAUSTED:
      return 'slow';
    default:
      return 'failed';
  }
}

/** Does no execution run under the workflow id: was there never one, or has it ended? */
export function isGone(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError)
    return true;
  // The server's own word for an execution that ended before it answered.
  return error instanceof WorkflowUpdateFailedError && typeOf(error) === 'AcceptedUpdateCompletedWorkflow';
}

function typeOf({ cause }: WorkflowUpdateFailedError): string | null | undefined {
  return cause instanceof ApplicationFailure ? cause.type : undefined;
}

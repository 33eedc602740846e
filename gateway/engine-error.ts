import {
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { GrpcCode, grpcCode } from '../store/grpc-code';
import { NeedsWorkerError } from '../store/needs-worker';
import { isGone as hasEnded } from '../store/not-found';
import { isLate } from '../store/temporal-away';

export type EngineFault =
  /** Another call holds the workflow id. */
  | 'busy'
  /** An execution of another account holds the workflow id: the flow's SID was that account's before. */
  | 'foreign'
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

/** Turns what Temporal's client throws into an EngineError; everything else is returned as it is. */
export function toEngineError(error: unknown): unknown {
  // It says more than the time-out that it was told by.
  if (error instanceof NeedsWorkerError) return error;
  const fault = faultOf(error);
  return fault ? new EngineError(fault, error) : error;
}

function faultOf(error: unknown): EngineFault | undefined {
  if (error instanceof WorkflowUpdateFailedError) return refusalOf(error);
  if (isLate(error)) return 'slow';
  switch (grpcCode(error)) {
    case undefined:
      return error instanceof ServiceError ? 'failed' : undefined;
    case GrpcCode.unavailable:
      return 'unreachable';
    // Too much at once, such as more than ten updates of one execution: it goes by.
    case GrpcCode.resourceExhausted:
      return 'slow';
    default:
      return 'failed';
  }
}

/** Does no execution run under the workflow id: was there never one, or has it ended? */
export function isGone(error: unknown): boolean {
  return error instanceof WorkflowExecutionAlreadyStartedError || hasEnded(error);
}

/** Is what runs under the workflow id another account's? */
export function isForeign(error: unknown): boolean {
  return error instanceof WorkflowUpdateFailedError && refusalOf(error) === 'foreign';
}

function refusalOf({ cause }: WorkflowUpdateFailedError): EngineFault {
  const type = cause instanceof ApplicationFailure ? cause.type : undefined;
  if (type === 'OtherAccount') return 'foreign';
  return type === 'OtherCall' ? 'busy' : 'failed';
}

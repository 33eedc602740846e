import { heartbeat, type Info } from '@temporalio/activity';
import { isObject, type Json } from '../flow/json';

/** 1, 2 …: which attempt it is; 1 as long as of none before anything was accepted. */
export function attemptOf({ attempt, heartbeatDetails }: Info): number {
  const details = heartbeatDetails as Json | undefined;
  return isObject(details) && details['unheard'] === attempt - 1 ? 1 : attempt;
}

/** Lets the next attempt know, should there be one, that it has nothing to look for. */
export function tellUnheard(info: Info): void {
  // An attempt that was killed says nothing of itself, so what is said holds for the one right behind it.
  if (attemptOf(info) === 1) heartbeat({ unheard: info.attempt });
}

import {
  CancellationScope,
  condition,
  setCurrentDetails,
  upsertMemo,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { TAKEN } from './contract';
import { details } from './details';
import type { ExecutionState } from './execution-state';
import type { Mail } from './mail';
import { closeReplyAddress } from './listen';
import { callClosing } from './reach-outside';
import { searchAttributes } from './search-attributes';

/** Milliseconds that the call is waited for which is to hear the last words. */
const LAST_WORDS = 60_000;

/** The end of an execution: everybody is told who has to know, also where it is cancelled meanwhile. */
export function finish(state: ExecutionState, mail: Mail, failed: boolean): Promise<void> {
  return CancellationScope.nonCancellable(() => tellAll(state, mail, failed));
}

async function tellAll(state: ExecutionState, mail: Mail, failed: boolean): Promise<void> {
  // Whoever waits for an answer hangs up with it; a call that listens elsewhere, or rings, has to be told.
  const elsewhere = failed && state.stopped === undefined && !mail.awaited();
  if (elsewhere || state.call?.rings) await mail.line.hangUp();
  upsertSearchAttributes([{ key: searchAttributes.endedReason, value: state.ended?.reason ?? 'error' }]);
  setCurrentDetails(details(state));
  if (!failed && hasLastWords(state, mail)) await sayLastWords(state, mail);
  mail.line.leaveBe();
  mail.answerAll();
  await closeReplyAddress(state);
  for (const closing of state.closing) await callClosing(state, closing);
  // Whoever still waits is answered before the execution is over.
  do {
    mail.answerAll();
    await condition(() => mail.waits() || mail.settled());
  } while (mail.waits());
  const { input, taken } = state;
  if (input.channel !== 'call' && taken.length > 0) upsertMemo({ [TAKEN]: taken });
}

/** Whoever listens to something else is left there where nothing is to be said; who hears silence is let go. */
function hasLastWords({ live, ended, call }: ExecutionState, { unheard }: Mail): boolean {
  return unheard && (call?.held === true || (live && ended?.words === true));
}

async function sayLastWords(state: ExecutionState, mail: Mail): Promise<void> {
  const deadline = Date.now() + LAST_WORDS;
  const call = { gone: false };
  mail.line.takeBack(() => (call.gone = true));
  // What the call is led out of may ask before it, and obey no answer.
  while (state.call?.silent === false && !call.gone && !mail.listens()) {
    mail.answerAll();
    if (!(await condition(() => call.gone || mail.waits(), Math.max(deadline - Date.now(), 1)))) return;
  }
}

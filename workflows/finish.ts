import {
  allHandlersFinished,
  condition,
  setCurrentDetails,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { details } from './details';
import type { ExecutionState } from './execution-state';
import type { Mail } from './mail';
import { callClosing } from './reach-outside';
import { closeReplyAddress } from './reply-address';
import { searchAttributes } from './search-attributes';

/** How long the call is waited for that is to hear the last words. */
const LAST_WORDS = '1m';

/** The end of an execution: everybody is told who has to know. */
export async function finish(state: ExecutionState, mail: Mail, failed: boolean): Promise<void> {
  // Whoever waits for an answer hangs up with it; a call that listens elsewhere has to be told.
  if (failed && state.stopped === undefined && !mail.awaited()) await mail.line.hangUp();
  upsertSearchAttributes([{ key: searchAttributes.endedReason, value: state.ended?.reason ?? 'error' }]);
  setCurrentDetails(details(state));
  if (mail.unheard && state.live && state.ended?.twiml) await sayLastWords(mail);
  else mail.line.leaveBe();
  mail.answerAll();
  await closeReplyAddress(state);
  for (const closing of state.closing) await callClosing(state, closing);
  // Whoever still waits is answered before the execution is over.
  do {
    mail.answerAll();
    await condition(() => mail.waits() || allHandlersFinished());
  } while (mail.waits());
}

async function sayLastWords(mail: Mail): Promise<void> {
  let gone = false;
  mail.line.takeBack(() => (gone = true));
  await condition(() => gone || mail.waits(), LAST_WORDS);
}

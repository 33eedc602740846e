import { once } from 'node:events';
import { Deadline } from '../deadline';
import { UsageError } from '../errors';
import { isMasked } from '../mask';
import { isVoice } from '../outcome';
import type { Answer, Answers, Question } from '../question';
import { parseAnswer } from '../script';
import { Caller } from '../session/caller';
import { ChatScript, type ScriptStep } from '../session/chat-script';
import type { Person } from '../session/person';
import { PATIENCE } from '../session/session';
import { withNumber } from './own-number';
import type { Event, RunFile, Spoken } from './schema';

/** What is done again, as it has to be done this time. */
type Again = (text: string) => string;

/**
 * Somebody who does again what a file tells.
 * @param number theirs; it takes the place of the one that was made up when the file was written
 * @throws UsageError for what cannot be done again
 */
export function replay({ does, events, from }: RunFile, number: string): Person {
  const again = (text: string) => (from === undefined ? withNumber(unmasked(text), number) : unmasked(text));
  if (does !== 'call') return new ChatScript(events.flatMap(event => stepOf(event, again)));
  const spoken = events.filter((event): event is Spoken => isSpoken(event));
  return new Caller(new RecordedAnswers(spoken, again), false, events.filter(isReceived).length);
}

/** A message that was read is waited for, a call that came is taken. */
function stepOf(event: Event, again: Again): ScriptStep[] {
  if ('sent' in event) {
    return [{ do: 'send', body: again(event.sent), media: (event.media ?? []).map(again) }];
  }
  if ('rang' in event) {
    const { answer, call = [] } = event;
    return [
      {
        do: 'pick up',
        how: isVoice(answer) ? { as: answer, answers: new RecordedAnswers(call, again) } : answer,
      },
    ];
  }
  return isReceived(event) ? [{ do: 'wait', messages: 1 }] : [];
}

function isReceived(event: Event): boolean {
  return 'received' in event && event.to === undefined;
}

function isSpoken(event: Event): event is Spoken {
  return 'heard' in event || 'played' in event || 'asked' in event || 'ended' in event;
}

/** The answers that were given, one after another; where more is asked, the call has gone another way: a hang-up. */
export class RecordedAnswers implements Answers {
  private readonly answers: (Answer | undefined)[];

  /** @throws UsageError for what is no answer */
  constructor(
    spoken: readonly Spoken[],
    again: Again,
    private readonly patience = PATIENCE,
  ) {
    const questions = spoken.filter(event => 'asked' in event);
    this.answers = questions.map(({ answer }) =>
      answer === undefined ? undefined : parseAnswer(again(answer)),
    );
  }

  async answer(_question: Question, signal: AbortSignal): Promise<Answer> {
    if (this.answers.length === 0) return { kind: 'hangup' };
    return this.answers.shift() ?? this.nothing(signal);
  }

  /** The call was led elsewhere before there was an answer; where that does not happen again, it is hung up. */
  private async nothing(signal: AbortSignal): Promise<Answer> {
    const deadline = new Deadline(this.patience);
    const over = AbortSignal.any([signal, deadline.signal]);
    if (!over.aborted) await once(over, 'abort');
    deadline.cancel();
    return { kind: 'hangup' };
  }
}

function unmasked(text: string): string {
  if (isMasked(text) && !text.startsWith('pay:')) {
    throw new UsageError(
      `"${text}" was masked when it was written down: put something in its place that may be seen`,
    );
  }
  return text;
}

import { PhoneError } from '../errors';
import { misfit } from '../fit';
import type { Answer, Answers, Question } from '../question';
import { parseAnswer, words } from '../script';
import type { TypedLines } from './typed-lines';

/** Answers that a person types. The end of the input hangs up. */
export class Terminal implements Answers {
  constructor(
    private readonly lines: TypedLines,
    private readonly options: { realTime: boolean },
  ) {}

  async answer(question: Question, signal: AbortSignal): Promise<Answer> {
    // Time runs only for what Twilio waits for.
    const timed = this.options.realTime && 'timeout' in question && question.timeout > 0;
    for (;;) {
      const line = await this.lines.next(signal, timed ? question.timeout : Infinity);
      if (line === undefined) return this.untyped(this.lines.ended || signal.aborted ? 'hangup' : 'silence');
      const answer = this.understand(question, line);
      if (answer) return answer;
    }
  }

  private untyped(kind: 'hangup' | 'silence'): Answer {
    this.lines.fill(kind);
    return { kind };
  }

  private understand(question: Question, line: string): Answer | undefined {
    try {
      const answer = interpret(question, line.trim());
      const complaint = misfit(question, answer);
      if (complaint === undefined) return answer;
      this.lines.print(complaint);
    } catch (error) {
      if (!(error instanceof PhoneError)) throw error;
      this.lines.print(error.message);
    }
    return undefined;
  }
}

/** People need not write as scripts do: words are speech, a bare result is that of the verb that asks. */
export function interpret(question: Question, text: string): Answer {
  if (text === '') return { kind: 'silence' };
  const answer = written(text);
  if (question.verb === 'Record' && answer?.kind === 'digits') {
    return { kind: 'recording', seconds: 1, end: answer.digits };
  }
  if (answer) return answer;
  if (question.verb === 'Gather' || question.verb === 'Record') return { kind: 'speech', text };
  return parseAnswer(`${words[question.verb]}: ${text}`);
}

function written(text: string): Answer | undefined {
  try {
    return parseAnswer(text);
  } catch {
    return undefined;
  }
}

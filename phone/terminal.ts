import { createInterface, type Interface } from 'node:readline';
import { PhoneError } from './errors';
import { misfit } from './fit';
import type { Answer, Answers, Question } from './question';
import { parseAnswer, words } from './script';

/** Answers that a person types. The end of the input hangs up. */
export class Terminal implements Answers {
  private readonly reader: Interface;
  private readonly lines: string[] = [];
  private ended = false;
  /** Called when there is a line, or when there will be no more. */
  private wake: () => void = () => undefined;

  constructor(
    input: NodeJS.ReadableStream & { isTTY?: boolean },
    private readonly output: NodeJS.WritableStream,
    private readonly options: { realTime: boolean; onInterrupt(): void },
  ) {
    this.reader = createInterface({
      input,
      prompt: '> ',
      ...(input.isTTY && { output, terminal: true }),
    });
    this.reader.on('line', line => {
      this.lines.push(line);
      this.wake();
    });
    this.reader.on('close', () => {
      this.ended = true;
      this.wake();
    });
    this.reader.on('SIGINT', () => this.options.onInterrupt());
  }

  async answer(question: Question, signal: AbortSignal): Promise<Answer> {
    for (;;) {
      this.reader.prompt();
      const line = await this.line(question, signal);
      if (line === undefined) return this.untyped(this.ended || signal.aborted ? 'hangup' : 'silence');
      const answer = this.understand(question, line);
      if (answer) return answer;
    }
  }

  close(): void {
    this.reader.close();
  }

  /** Stands behind the prompt as if it had been typed. */
  private untyped(kind: 'hangup' | 'silence'): Answer {
    if (this.reader.terminal) this.output.write(`${kind}\n`);
    return { kind };
  }

  /** Time runs only for what Twilio waits for, and not while somebody is typing. */
  private async line(question: Question, signal: AbortSignal): Promise<string | undefined> {
    const timed = this.options.realTime && 'timeout' in question && question.timeout > 0;
    while (this.lines.length === 0 && !this.ended && !signal.aborted) {
      let timer: NodeJS.Timeout | undefined;
      const timedOut = await new Promise<boolean>(resolve => {
        this.wake = () => resolve(false);
        signal.addEventListener('abort', this.wake, { once: true });
        if (timed) timer = setTimeout(() => resolve(true), question.timeout * 1000);
      });
      clearTimeout(timer);
      if (timedOut && this.reader.line === '') break;
    }
    return this.lines.shift();
  }

  private understand(question: Question, line: string): Answer | undefined {
    try {
      const answer = interpret(question, line.trim());
      const complaint = misfit(question, answer);
      if (complaint === undefined) return answer;
      this.output.write(`${complaint}\n`);
    } catch (error) {
      if (!(error instanceof PhoneError)) throw error;
      this.output.write(`${error.message}\n`);
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

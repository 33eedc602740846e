import { UsageError } from './errors';
import { maskCard } from './mask';
import type { Params } from './params';
import type { Answer, Answers, ResultVerb } from './question';

/** How answers are written; part of `--help`. */
export const scriptHelp = `Answers, one a line, are given in order to whatever asks next; once they are used up there is silence.
  1  or  1234#               keys pressed
  say: I have a question     words spoken (to a Gather, or into a Record)
  record: 5                  5 seconds spoken into a Record, then silence;
  record: 5 #                ... then the key #;  record: 5 hangup   ... then the caller hangs up
  silence                    nothing, until the verb's timeout
  hangup                     the caller hangs up
  dial: busy                 completed, answered, busy, no-answer, failed or canceled
  queue: bridged             QueueResult of an Enqueue
  connect:                   the session of a Connect is over
  pay: success               Result of a Pay
  refer: in-progress         ReferCallStatus of a Refer
  # ...                      a remark
The last five take parameters for the action URL, URL-encoded:
  dial: completed DialCallDuration=30
  connect: SessionStatus=ended&HandoffData=%7B%22reason%22%3A%22billing%22%7D`;

/** How a script calls the verbs that come back with a result. */
export const words: Record<ResultVerb, string> = {
  Dial: 'dial',
  Enqueue: 'queue',
  Connect: 'connect',
  Pay: 'pay',
  Refer: 'refer',
};
const verbs = new Map(Object.entries(words).map(([verb, word]) => [word, verb as ResultVerb]));

/** Reads one answer. @throws UsageError when it is none */
export function parseAnswer(line: string): Answer {
  const text = line.trim();
  if (text === 'silence' || text === 'timeout') return { kind: 'silence' };
  if (text === 'hangup' || text === 'hang up') return { kind: 'hangup' };
  if (/^[0-9*#]+$/.test(text)) return { kind: 'digits', digits: text };
  const [, name = '', rest = ''] = /^(\w+):\s*(.*)$/s.exec(text) ?? [];
  const verb = verbs.get(name);
  if (verb !== undefined) return parseResult(verb, rest);
  if (name === 'say' && rest !== '') return { kind: 'speech', text: rest };
  const [, seconds, end = ''] = /^(\d+)(?:\s+([0-9*#]|hangup))?$/.exec(name === 'record' ? rest : '') ?? [];
  if (seconds !== undefined) return { kind: 'recording', seconds: Number(seconds), end };
  throw new UsageError(`"${text}" is not an answer.\n${scriptHelp}`);
}

function parseResult(verb: ResultVerb, text: string): Answer {
  const [, result = '', query = ''] = /^([\w-]*)(?:\s+|$)(.*)$/s.exec(text) ?? ['', '', text];
  const parameters: Params = Object.fromEntries(new URLSearchParams(query));
  return { kind: 'result', verb, result, parameters };
}

/** An answer as a script would write it; card numbers masked. */
export function writeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'digits':
      return answer.digits;
    case 'speech':
      return `say: ${answer.text}`;
    case 'recording':
      return `record: ${answer.seconds} ${answer.end}`.trimEnd();
    case 'result': {
      const parameters = new URLSearchParams(maskCard(answer.parameters)).toString();
      return `${words[answer.verb]}: ${answer.result} ${parameters}`.trimEnd();
    }
    default:
      return answer.kind;
  }
}

/** Empty lines and remarks are no answers. */
export function isRemark(line: string): boolean {
  return /^\s*(?:#\s.*)?$/.test(line);
}

/** Answers that are written down beforehand, one a line; empty lines and remarks are passed over. */
export class Script implements Answers {
  private readonly answers: Answer[];

  /** @throws UsageError for a line that is no answer */
  constructor(lines: readonly string[]) {
    this.answers = lines.filter(line => !isRemark(line)).map(parseAnswer);
  }

  /** How many answers nobody has asked for. */
  get unused(): number {
    return this.answers.length;
  }

  answer(): Promise<Answer> {
    return Promise.resolve(this.answers.shift() ?? { kind: 'silence' });
  }
}

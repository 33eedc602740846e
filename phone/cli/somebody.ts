import type { Arguments } from './arguments';
import { Script } from '../script';
import { Caller } from '../session/caller';
import { ChatScript } from '../session/chat-script';
import { ChatTerminal } from '../session/chat-terminal';
import { parseChat } from '../session/parse-chat';
import type { Person } from '../session/person';
import { Terminal } from './terminal';
import { type Input, TypedLines } from './typed-lines';

/** Who uses the telephone: a script, or somebody at the terminal. */
export interface Somebody {
  person: Person;
  /** What they type stands on the screen already. */
  echoes: boolean;
  print(text: string): void;
  /** How many answers of a script nothing has asked for. */
  unused(): number;
  close(): void;
}

/** @throws UsageError for a script that cannot be read */
export function personOf(
  args: Pick<Arguments, 'command' | 'script' | 'fast'>,
  input: Input,
  output: NodeJS.WritableStream,
  interrupt: AbortController,
): Somebody {
  const { command, script } = args;
  if (!script) return atTerminal(args, new TypedLines(input, output, () => interrupt.abort()));
  const written = command === 'call' ? callScript(script) : chatScript(script);
  const print = (text: string) => void output.write(`${text}\n`);
  return { ...written, echoes: false, print, close: () => undefined };
}

function callScript(lines: readonly string[]) {
  const answers = new Script(lines);
  return { person: new Caller(answers, false), unused: () => answers.unused };
}

function chatScript(lines: readonly string[]) {
  const person = new ChatScript(parseChat(lines));
  return { person, unused: () => person.unused };
}

function atTerminal({ command, fast }: Pick<Arguments, 'command' | 'fast'>, lines: TypedLines): Somebody {
  const person =
    command === 'call'
      ? new Caller(new Terminal(lines, { realTime: !fast }), !fast)
      : new ChatTerminal(lines, { realTime: !fast, writes: command === 'chat' });
  return {
    person,
    echoes: lines.echoes,
    print: text => lines.print(text),
    unused: () => 0,
    close: () => lines.close(),
  };
}

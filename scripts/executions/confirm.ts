import { createInterface } from 'node:readline';
import type { Io } from './io';

/** Anything but a yes is a no, and so is the end of the input. */
export async function confirm(question: string, { stdin, stderr }: Io): Promise<boolean> {
  const terminal = createInterface({ input: stdin, output: stderr, prompt: `${question} [y/N] ` });
  const answer = await new Promise<string>(resolve => {
    terminal.once('line', resolve);
    terminal.once('close', () => resolve(''));
    terminal.prompt();
  });
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

import { UsageError } from '../errors';
import { isVoice, outcomes, type Voice } from '../outcome';
import { isRemark, Script } from '../script';
import type { ScriptStep } from './chat-script';
import type { Act } from './person';

/** How a chat is written; part of `--help`. */
export const chatHelp = `Lines of a chat are done one after another; after the last one it is over.
  send: Hello                a message is sent; \\n in it is a line break
  media: URL Look at this    a picture is sent, with or without words
  wait                       until a message has come that no earlier line has waited for;  wait: 2  ... until two have
  answer: human              the telephone rings, is answered, and the call goes on until it is over; or machine, fax;
                             the lines below are the answers to what it asks, as in a call; nothing can be written
                             during it
  answer: busy               ... or is not answered: busy, no-answer, failed
A message, a call and the end of a call are waited for up to 30 s each; when that is over, the chat ends with exit
status 1.`;

/** Reads a script. @throws UsageError for a line that means nothing */
export function parseChat(lines: readonly string[]): ScriptStep[] {
  const drafts: (Act | Ringing | Answering)[] = [];
  for (const line of lines.filter(each => !isRemark(each))) {
    const draft = parsePickup(line) ?? parseAct(line);
    const last = drafts.at(-1);
    if (draft) drafts.push(draft);
    else if (last?.do === 'answer') last.lines.push(line);
    else throw new UsageError(`"${line.trim()}" is not a line of a chat.\n${chatHelp}`);
  }
  return drafts.map(draft =>
    draft.do === 'answer'
      ? { do: 'pick up', how: { as: draft.as, answers: new Script(draft.lines) } }
      : draft,
  );
}

type Ringing = Extract<ScriptStep, { do: 'pick up' }>;

interface Answering {
  do: 'answer';
  as: Voice;
  /** What is said in the call. */
  lines: string[];
}

/** Reads what is done in a chat; undefined: it is nothing of the kind. */
export function parseAct(line: string): Act | undefined {
  const [, word = '', rest = ''] = /^(\w+):?(?:\s+|$)(.*)$/s.exec(line.trim()) ?? [];
  if (word === 'send' && rest !== '') return { do: 'send', body: unescaped(rest), media: [] };
  if (word === 'media') return parseMedia(rest);
  if (word === 'wait' && /^\d*$/.test(rest)) return { do: 'wait', messages: Number(rest || '1') };
  return undefined;
}

function parseMedia(text: string): Act | undefined {
  const [, url = '', body = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  return /^https?:/.test(url) && URL.canParse(url)
    ? { do: 'send', body: unescaped(body), media: [url] }
    : undefined;
}

function parsePickup(line: string): Ringing | Answering | undefined {
  const [, how = ''] = /^answer:\s*(\S+)$/.exec(line.trim()) ?? [];
  const outcome = outcomes.find(each => each === how);
  if (outcome === undefined) return undefined;
  return isVoice(outcome) ? { do: 'answer', as: outcome, lines: [] } : { do: 'pick up', how: outcome };
}

/** A script has a message in one line. */
function unescaped(text: string): string {
  return text.replaceAll('\\n', '\n');
}

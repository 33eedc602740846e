import { describeQuestion } from '../fit';
import type { Text } from '../messages/text';
import type { Outcome } from '../outcome';
import { type Question, results } from '../question';
import type { CallRecord, EndReason, Happening, Request } from '../record';

/** What happens in a call, in a line or a few for people; undefined for what they need not see. */
export function print(happening: Happening, { verbose }: { verbose: boolean }): string | undefined {
  const text = describe(happening, verbose);
  // Texts come from outside: they must not steer the terminal.
  return text?.replace(/[^\P{Cc}\n]/gu, ' ');
}

function describe(happening: Happening, verbose: boolean): string | undefined {
  switch (happening.kind) {
    case 'say':
      return `  ${happening.text}${times(happening.loop)}`;
    case 'play':
      return `  [plays ${'url' in happening ? happening.url : `the keys ${happening.digits}`}${times(happening.loop)}]`;
    case 'pause':
      return `  [pause of ${happening.seconds} s]`;
    case 'ask':
      return `[${describeQuestion(happening.question)}${hint(happening.question)}]`;
    case 'answer':
      return `> ${happening.answer}`;
    case 'start':
    case 'stop':
      return `  [${happening.kind}s ${happening.what} ${happening.attributes['url'] ?? happening.attributes['name'] ?? ''}]`;
    case 'warning':
      return `  [Twilio would warn of ${happening.place}: ${happening.message}]`;
    case 'request':
      return describeRequest(happening, verbose);
    case 'answered':
      return verbose ? '[answered]' : undefined;
    case 'ended':
      return `[${ends[happening.reason]}]`;
    case 'sent':
      return `> ${describeText(happening)}`;
    case 'received':
      return `  ${happening.earlier ? '[earlier] ' : ''}${happening.from}: ${describeText(happening)}`;
    case 'rang':
      return `[${happening.from} calls: ${pickups[happening.as]}]`;
    case 'failed':
      return `[${happening.code}: ${happening.url} ${happening.message}]`;
  }
}

const ends: Record<EndReason, string> = {
  hangup: 'the application has hung up',
  'end-of-document': 'the call ends: there is nothing more to do',
  'caller-hung-up': 'the caller has hung up',
  rejected: 'the call was rejected',
  'not-answered': 'nobody has answered the call',
  'application-error': 'the call ends with an application error',
};

const pickups: Record<Outcome, string> = {
  human: 'answered',
  machine: 'a machine answers',
  fax: 'a fax answers',
  busy: 'the line is busy',
  'no-answer': 'nobody answers',
  failed: 'the number cannot be reached',
};

/** What came of the call. */
export function printEnd({ duration, status }: CallRecord): string {
  return `[${status} after ${duration} s]`;
}

function describeText({ body, media }: Text): string {
  return [body, ...media.map(url => `[${url}]`)].filter(part => part !== '').join(' ');
}

function describeRequest(
  { method, url, status, ms, error, body }: Request,
  verbose: boolean,
): string | undefined {
  const failed = error !== undefined || (status ?? 0) >= 400;
  if (!verbose && !failed) return undefined;
  const line = `  [${method} ${url} ${error ?? status ?? ''}, ${ms} ms]`;
  return verbose && body ? `${line}\n${body.replace(/^/gm, '    ')}` : line;
}

function times(loop: number): string {
  return loop === 1 ? '' : ` (${loop === 0 ? 'again and again' : `${loop} times`})`;
}

function hint({ verb }: Question): string {
  if (verb === 'Gather' || verb === 'Record') return '';
  return results[verb].length > 0 ? `; ${results[verb].join(', ')}` : '';
}

import type { PhoneBook } from '../../phone/book';
import type { Temporal } from './temporal';

export interface Banner {
  book: PhoneBook;
  temporal: Temporal;
  taskQueue: string;
  /** The account is made up, so nobody knows its token yet. */
  madeUp: boolean;
  flowsDir: string;
}

/** What has been started, and what to do with it. */
export function banner({ book, temporal, taskQueue, madeUp, flowsDir }: Banner): string {
  const { gateway, accountSid, authToken } = book;
  const numbers = Object.entries(book.numbers);
  const webhook = (flowSid: string): string => `${gateway}/v1/Accounts/${accountSid}/Flows/${flowSid}`;
  return [
    '',
    `Gateway      ${gateway}`,
    `REST API     ${gateway}/v2/Flows, described at ${gateway}/documentation`,
    ...(temporal.uiUrl === undefined ? [] : [`Temporal UI  ${temporal.uiUrl}`]),
    `Temporal     ${temporal.address}, task queue ${taskQueue}`,
    `Account      ${accountSid}${madeUp ? ` (made up), auth token ${authToken}` : ''}`,
    `Flows        ${flowsDir} (imported whenever a file changes)`,
    '',
    ...numbers.flatMap(([number, { name, flowSid }]) => [`${number}  ${name}`, `  ${webhook(flowSid)}`]),
    '',
    'Place a call from a second terminal, and watch it in the Temporal UI:',
    '',
    `  npm run phone -- ${numbers[0]?.[0] ?? '--flow FILE'}`,
    '',
    'Ctrl-C ends everything.',
    '',
  ].join('\n');
}

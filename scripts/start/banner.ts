import type { PhoneBook } from '../../phone/book';
import type { Temporal } from './temporal';

export interface Banner {
  book: PhoneBook;
  temporal: Temporal;
  taskQueue: string;
  /** The account is made up, so nobody knows its token yet. */
  madeUp: boolean;
  flowsDir: string;
  /** The Twilio of this machine, where the engine calls it. */
  exchangeUrl: string | undefined;
}

/** What has been started, and what to do with it. */
export function banner({ book, temporal, taskQueue, madeUp, flowsDir, exchangeUrl }: Banner): string {
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
    ...(exchangeUrl === undefined
      ? []
      : [`Twilio       ${exchangeUrl}, on this machine: messages and calls reach the phone alone`]),
    `Flows        ${flowsDir} (imported whenever a file changes)`,
    '',
    ...numbers.flatMap(([number, { name, flowSid }]) => [`${number}  ${name}`, `  ${webhook(flowSid)}`]),
    '',
    'Place a call from a second terminal, and watch it in the Temporal UI:',
    '',
    `  npm run phone -- ${numbers[0]?.[0] ?? '--flow FILE'}`,
    '',
    ...(exchangeUrl === undefined ? [] : chat(numbers.at(-1)?.[0] ?? '--flow FILE')),
    'Ctrl-C ends everything.',
    '',
  ].join('\n');
}

function chat(number: string): string[] {
  return [
    'Write messages, and take the calls that come of them:',
    '',
    `  npm run phone -- ${number} --chat`,
    '',
  ];
}

import { ApplicationFailure } from '@temporalio/workflow';
import type { Webhook } from './contract';

/**
 * Is it of the account whose execution it comes to? Of two accounts that have one flow SID, the one after the other, both
 * have the same workflow ids.
 */
export function isOfAccount({ accountSid: sender }: Webhook, accountSid: string | undefined): boolean {
  return sender === undefined || accountSid === undefined || sender === accountSid;
}

/** Refuses an update of another account before anything is recorded of it. */
export function assertOfAccount(webhook: Webhook, accountSid: string | undefined): void {
  if (isOfAccount(webhook, accountSid)) return;
  throw ApplicationFailure.nonRetryable("what is under way here is another account's", 'OtherAccount');
}

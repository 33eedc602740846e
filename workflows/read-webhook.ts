import { isObject, type Params } from '../flow/json';
import type { ExecutionInput, HandedOn, Webhook, Word } from './contract';
import { isOfAccount } from './other-account';

/**
 * Operators signal by hand, and what they send may be anything; an error over it would block the execution for
 * good.
 * @returns undefined when it is no request at all
 */
export function readWebhook(input: unknown): Webhook | undefined {
  if (!isObject(input)) return undefined;
  const { accountSid, event, step, target, sid, params, over, message, callback } = input;
  return {
    ...(typeof accountSid === 'string' && { accountSid }),
    ...(typeof event === 'string' && { event }),
    ...(typeof step === 'number' && { step }),
    ...(typeof target === 'number' && { target }),
    ...(typeof sid === 'string' && { sid }),
    ...(isObject(params) && { params: texts(params) }),
    ...(over === true && { over }),
    ...(message === true && { message }),
    ...(callback === true && { callback }),
  };
}

/** Argument of the signal `handedOn`. @returns undefined when it is none */
export function readHandedOn(input: unknown): HandedOn | undefined {
  if (!isObject(input)) return undefined;
  const { updateId, address } = input;
  const webhook = readWebhook(input['webhook']);
  if (!webhook || typeof updateId !== 'string' || typeof address !== 'string') return undefined;
  return { webhook, updateId, address };
}

/** Argument of the signal `word`. @returns undefined when it is none */
export function readWord(input: unknown): Word | undefined {
  if (!isObject(input)) return undefined;
  const { updateId, taken } = input;
  return typeof updateId === 'string' ? { updateId, taken: taken === true } : undefined;
}

/** Is it of the execution's account, and about the call that the execution was started by, or about none? */
export function isOurs(webhook: Webhook, input: ExecutionInput): boolean {
  const { sid } = webhook;
  if (!isOfAccount(webhook, input.accountSid)) return false;
  return sid === undefined || input.sid === undefined || sid === input.sid;
}

/** Argument of the signal `end`: `{ reason: 'superseded' }`, or anything. */
export function isSuperseded(argument: unknown): boolean {
  return isObject(argument) && argument['reason'] === 'superseded';
}

function texts(params: object): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

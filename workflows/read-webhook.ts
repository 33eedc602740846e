import { isObject, type Params } from '../flow/json';
import type { Webhook } from './contract';

/**
 * Operators signal by hand, and what they send may be anything; an error over it would block the execution for
 * good.
 * @returns undefined when it is no request at all
 */
export function readWebhook(input: unknown): Webhook | undefined {
  if (!isObject(input)) return undefined;
  const { event, step, target, sid, params, over } = input;
  return {
    ...(typeof event === 'string' && { event }),
    ...(typeof step === 'number' && { step }),
    ...(typeof target === 'number' && { target }),
    ...(typeof sid === 'string' && { sid }),
    ...(isObject(params) && { params: texts(params) }),
    ...(over === true && { over }),
  };
}

function texts(params: object): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

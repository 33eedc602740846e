import { isObject } from '../flow/json';
import type { SavedRevision } from './flow-contract';

/** Is it what `save` takes? Settings that are not known here are a later version's, and are kept. */
export function isSavedRevision(value: unknown): value is SavedRevision {
  if (!isObject(value)) return false;
  const {
    accountSid,
    friendlyName,
    revision,
    digest,
    published,
    allowConcurrentCalls,
    settings,
    commitMessage,
    fromFolder,
    date,
  } = value;
  return (
    [accountSid, friendlyName, digest].every(text => typeof text === 'string') &&
    [published, allowConcurrentCalls].every(flag => typeof flag === 'boolean') &&
    typeof revision === 'number' &&
    Number.isSafeInteger(revision) &&
    revision > 0 &&
    [commitMessage, date].every(text => text === undefined || typeof text === 'string') &&
    (fromFolder === undefined || typeof fromFolder === 'boolean') &&
    (settings === undefined || isObject(settings))
  );
}

import { TwilioError } from './twilio-error';

/** "Can't update conversation as it's in final closed state": https://www.twilio.com/docs/api/errors/50377 */
const CLOSED = 50377;

/** What is asked for; undefined where there is no such thing, or no longer. */
export async function unlessNotFound<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof TwilioError && error.status === 404) return undefined;
    throw error;
  }
}

/** Waits for a request that has met its purpose as well where the conversation is closed already, or gone. */
export async function unlessGone(request: Promise<unknown>): Promise<void> {
  try {
    await unlessNotFound(request);
  } catch (error) {
    if (!(error instanceof TwilioError) || error.code !== CLOSED) throw error;
  }
}

/** Milliseconds: Twilio's times are whole seconds, and its clock is not ours. */
const TOLERANCE = 5000;

/**
 * Could something of this time have been made by an earlier attempt of a call that was asked for at `since`?
 * @param time null, whatever the official client's types say: it is so new that Twilio has no date for it
 */
export function madeSince(time: Date | null, since: Date): boolean {
  return time === null || time.getTime() >= since.getTime() - TOLERANCE;
}

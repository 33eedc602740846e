/** Milliseconds: Twilio's times are whole seconds, and its clock is not ours. */
const TOLERANCE = 5000;

/** Could something of this time have been made by an earlier attempt of a call that was asked for at `since`? */
export function madeSince(time: Date, since: Date): boolean {
  return time.getTime() >= since.getTime() - TOLERANCE;
}

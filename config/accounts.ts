/** A Twilio account that this installation serves. */
export interface Account {
  sid: string;
  /** The first signs; all are accepted, so that a token can be rotated without a pause. */
  tokens: readonly [string, ...string[]];
  /** Asks Twilio's API in place of the first token: https://www.twilio.com/docs/iam/api-keys. */
  apiKey?: { sid: string; secret: string };
}

/** The accounts of an installation, by SID. */
export class Accounts {
  private readonly bySid: ReadonlyMap<string, Account>;

  constructor(accounts: readonly Account[]) {
    this.bySid = new Map(accounts.map(account => [account.sid, account]));
  }

  get(accountSid: string): Account | undefined {
    return this.bySid.get(accountSid);
  }
}

/** SIDs are looked at loosely (prefix and length): emulators make SIDs that are not hexadecimal. */
export function isSid(prefix: string, text: string | undefined): text is string {
  return text?.length === 34 && text.startsWith(prefix) && /^\w+$/.test(text);
}

/** A secret that stands for an account, or for a part of what the account may do. */
export interface ApiKey {
  sid: string;
  secret: string;
  /** It may look, not change. */
  readOnly?: boolean;
}

/** A Twilio account that this installation serves. */
export interface Account {
  sid: string;
  /** The first signs; all are accepted, so that a token can be rotated without a pause. */
  tokens: readonly [string, ...string[]];
  /** Asks Twilio's API in place of the first token: https://www.twilio.com/docs/iam/api-keys. */
  apiKey?: { sid: string; secret: string };
  /** Open this engine's REST API, beside the tokens. Twilio need not know them. */
  apiKeys?: readonly ApiKey[];
}

/** The accounts of an installation, by SID. */
export class Accounts {
  private readonly bySid: ReadonlyMap<string, Account>;
  private readonly byKey: ReadonlyMap<string, { account: Account; key: ApiKey }>;

  constructor(accounts: readonly Account[]) {
    this.bySid = new Map(accounts.map(account => [account.sid, account]));
    this.byKey = new Map(
      accounts.flatMap(account => (account.apiKeys ?? []).map(key => [key.sid, { account, key }])),
    );
  }

  get(accountSid: string): Account | undefined {
    return this.bySid.get(accountSid);
  }

  /** The account that one of `apiKeys` stands for. */
  ofKey(keySid: string): { account: Account; key: ApiKey } | undefined {
    return this.byKey.get(keySid);
  }
}

/** SIDs are looked at loosely (prefix and length): emulators make SIDs that are not hexadecimal. */
export function isSid(prefix: string, text: string | undefined): text is string {
  return text?.length === 34 && text.startsWith(prefix) && /^\w+$/.test(text);
}

import { Accounts, isSid } from '../../config/accounts';

const SID = `AC${'a'.repeat(32)}`;

describe('accounts', () => {
  it('are found by SID', () => {
    const account = { sid: SID, tokens: ['token'] } as const;
    const accounts = new Accounts([account]);
    expect(accounts.get(SID)).toBe(account);
    expect(accounts.get(`AC${'b'.repeat(32)}`)).toBeUndefined();
    expect(accounts.get('__proto__')).toBeUndefined();
  });

  it("are found by the API keys that open the REST API, not by the one that is Twilio's", () => {
    const key = { sid: `SK${'a'.repeat(32)}`, secret: 'secret' };
    const apiKey = { sid: `SK${'b'.repeat(32)}`, secret: 'secret' };
    const account = { sid: SID, tokens: ['token'], apiKey, apiKeys: [key] } as const;
    const accounts = new Accounts([account]);
    expect(accounts.ofKey(key.sid)).toEqual({ account, key });
    expect(accounts.ofKey(apiKey.sid)).toBeUndefined();
    expect(accounts.ofKey(SID)).toBeUndefined();
  });
});

describe('a SID', () => {
  it.each([
    [SID, true],
    ['ACFAKE'.padEnd(34, 'Z'), true],
    [`CA${'a'.repeat(32)}`, false],
    [`AC${'a'.repeat(31)}`, false],
    [`AC${'a'.repeat(31)}/`, false],
    [undefined, false],
  ])('%s: %s', (text, expected) => {
    expect(isSid('AC', text)).toBe(expected);
  });
});

/** The account that all tests have. */
export const ACCOUNT = 'AC' + '1'.repeat(32);
export const TOKEN = 'the-token-of-the-account';

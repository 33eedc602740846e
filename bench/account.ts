/** Made up; nobody else gets in: everything listens on 127.0.0.1 only, and ends with the measurement. */
export const ACCOUNT_SID = `AC${'b'.repeat(32)}`;
export const AUTH_TOKEN = 'bench';

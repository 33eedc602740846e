import type { Params } from './params';

const cards = ['PaymentCardNumber', 'BankAccountNumber'];

/** Twilio never tells a whole card or account number, nor a security code; the phone does not either. */
export function maskCard(params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name === 'SecurityCode') return [name, '*'.repeat(value.length)];
      return [name, cards.includes(name) ? value.replace(/.(?=.{4})/g, 'x') : value];
    }),
  );
}

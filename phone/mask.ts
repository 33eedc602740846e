import type { Params } from './params';

const cards = ['PaymentCardNumber', 'BankAccountNumber'];
/** 13 to 19 digits, with or without spaces and hyphens. */
const cardNumber = /\b\d(?:[ -]?\d){12,18}\b/g;
const secretName = /token|secret|passw|api_?key|authorization|signature|\bpin\b|cvv|cvc/i;

/** Twilio never tells a whole card or account number, nor a security code; the phone does not either. */
export function maskCard(params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name === 'SecurityCode') return [name, '*'.repeat(value.length)];
      return [name, cards.includes(name) ? maskDigits(value) : value];
    }),
  );
}

/** A text that is to be kept: card numbers in it, and secrets in its URLs and parameters, cannot be read any more. */
export function maskText(text: string): string {
  return text
    .replace(cardNumber, digits => (isCard(digits) ? maskDigits(digits) : digits))
    .replace(/(:\/\/)[^\s/@]+@/g, '$1***@')
    .replace(/([\w.-]+)=([^\s&]+)/g, (whole, name: string) =>
      secretName.test(name) ? `${name}=***` : whole,
    );
}

/** Has something been masked that was typed or spoken? */
export function isMasked(text: string): boolean {
  return /x{6,}\d{4}\b|=\*\*\*|:\/\/\*\*\*@/.test(text);
}

function maskDigits(text: string): string {
  return text.replace(/[ -]/g, '').replace(/.(?=.{4})/g, 'x');
}

/** https://en.wikipedia.org/wiki/Luhn_algorithm */
function isCard(text: string): boolean {
  const digits = (text.match(/\d/g) ?? []).reverse().map(Number);
  const values = digits.map((digit, at) => (at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)));
  return values.reduce((sum, value) => sum + value, 0) % 10 === 0;
}

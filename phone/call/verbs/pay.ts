import { action } from '../../attributes';
import { fetchOrNext, hungUp, type Verb } from '../line';
import { maskCard } from '../../mask';
import { newSid, type Params } from '../../params';

/**
 * https://www.twilio.com/docs/voice/twiml/pay: the caller's card is never asked for; the script tells how it
 * ended. Without an answer every attempt times out.
 */
export const pay: Verb = async (element, line) => {
  line.pickUp();
  const { chargeAmount = '0', currency = 'usd' } = element.attributes;
  const answer = await line.ask({ verb: 'Pay', to: `${chargeAmount} ${currency}` });
  const given = answer.kind === 'result' ? answer : undefined;
  const over = answer.kind === 'hangup' || given?.result === 'caller-hung-up';
  const result = over ? 'caller-hung-up' : (given?.result ?? 'too-many-failed-attempts');
  const told = action(element, line, {
    Result: result,
    ...(result === 'success' && captured(element.attributes)),
    ...maskCard(given?.parameters ?? {}),
  });
  return over ? hungUp(told) : fetchOrNext(told);
};

/** With an amount the payment is made; without one a token is kept for later. */
function captured({ chargeAmount, paymentMethod, securityCode, postalCode }: Params): Params {
  const proof =
    Number(chargeAmount ?? 0) > 0
      ? { PaymentConfirmationCode: newSid('ch_') }
      : { PaymentToken: newSid('tok_') };
  if (paymentMethod === 'ach-debit') {
    return {
      ...proof,
      PaymentMethod: 'ach-debit',
      BankAccountNumber: 'xxxxx6789',
      BankRoutingNumber: '110000000',
    };
  }
  return {
    ...proof,
    PaymentMethod: 'credit-card',
    PaymentCardNumber: 'xxxxxxxxxxxx1111',
    PaymentCardType: 'visa',
    ExpirationDate: '1230',
    ...(securityCode !== 'false' && { SecurityCode: '***' }),
    ...(postalCode !== 'false' && { PaymentCardPostalCode: '94105' }),
  };
}

import { capturePayments } from '../../widgets/capture-payments';
import { url } from './scope';
import { eventOf, faults, official, run, said } from './voice';

const action = url('success');

describe('what is said', () => {
  test('a payment by card, with everything a flow can ask for', () => {
    const properties = {
      payment_connector: 'Default',
      payment_method: 'CREDIT_CARD',
      payment_token_type: 'one-time',
      payment_amount: '12.50',
      currency: 'eur',
      description: 'Tea & cake',
      valid_card_types: ['visa', 'master-card', 'mastercard', 'diners-club'],
      language: 'de-DE',
      timeout: 10,
      max_attempts: 3,
      security_code: false,
      postal_code: 'false',
      min_postal_code_length: 5,
      parameters: [{ key: 'order', value: '7' }],
    };
    const expected = official(response =>
      response
        .pay({
          action,
          paymentConnector: 'Default',
          paymentMethod: 'credit-card',
          tokenType: 'one-time',
          chargeAmount: '12.50',
          currency: 'eur',
          description: 'Tea & cake',
          validCardTypes: ['visa', 'mastercard', 'diners-club'],
          language: 'de-DE',
          timeout: 10,
          maxAttempts: 3,
          securityCode: false,
          postalCode: 'false',
          minPostalCodeLength: 5,
        })
        .parameter({ name: 'order', value: '7' }),
    );
    expect(said(capturePayments, properties)).toBe(expected);
  });

  test.each([
    ['CONSUMER_CHECKING', 'consumer-checking'],
    ['CONSUMER_SAVINGS', 'consumer-savings'],
    ['COMMERCIAL_CHECKING', 'commercial-checking'],
    ['COMMERCIAL_SAVINGS', 'commercial-savings'],
  ] as const)('a payment from a bank account: %s', (constant, bankAccountType) => {
    expect(said(capturePayments, { payment_method: 'ACH_DEBIT', bank_account_type: constant })).toBe(
      official(response =>
        response.pay({ action, paymentMethod: 'ach-debit', bankAccountType, maxAttempts: 2 }),
      ),
    );
  });

  test("Twilio's defaults where the flow says nothing, but two attempts", () => {
    const expected = official(response => response.pay({ action, maxAttempts: 2 }));
    expect(said(capturePayments, {})).toBe(expected);
    expect(said(capturePayments, { payment_amount: ' ', currency: '', valid_card_types: [] })).toBe(expected);
  });
});

describe('how it goes on', () => {
  const outcome = run(capturePayments, {});

  test.each([
    ['success', { Result: 'success' }, 'success'],
    ['success', { Result: 'success', CallStatus: 'completed' }, 'success'],
    ['success', { Result: 'too-many-failed-attempts' }, 'maxFailedAttempts'],
    ['success', { Result: 'payment-connector-error' }, 'providerError'],
    ['success', { Result: 'internal-error' }, 'providerError'],
    ['success', { Result: 'caller-interrupted-with-star' }, 'payInterrupted'],
    ['success', { Result: 'caller-hung-up', CallStatus: 'completed' }, 'hangup'],
    ['success', { Result: 'validation-error' }, 'validationError'],
    ['success', { CallStatus: 'completed' }, 'hangup'],
    ['success', { Result: 'something-new' }, 'providerError'],
    ['success', {}, 'providerError'],
    [undefined, { CallStatus: 'completed' }, 'hangup'],
    [undefined, { CallStatus: 'in-progress' }, undefined],
  ])('FlowEvent %s with %j: %s', (flowEvent, params, event) => {
    expect(eventOf(outcome, flowEvent, params)).toBe(event);
  });
});

test('its properties', () => {
  const exported = { payment_method: 'CREDIT_CARD', valid_card_types: ['master-card'], postal_code: 'true' };
  expect(faults(capturePayments, exported)).toEqual([]);
  expect(faults(capturePayments, { security_code: 'true', postal_code: true })).toEqual([
    '/security_code must be boolean',
    '/postal_code must be string',
  ]);
  expect(faults(capturePayments, { valid_card_types: ['cash'] })).toEqual([
    '/valid_card_types/0 must be equal to one of the allowed values',
  ]);
});

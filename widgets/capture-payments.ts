import { Type } from '@sinclair/typebox';
import { element } from '../twiml/element';
import { given } from './rendered';
import { byValue, TERMINAL_CALL_STATUSES } from './resume';
import { keyValues, oneOf } from './schema';
import { named } from './calls/parameters';
import { defineWidget, type ResumeRule } from './widget';

/** TwiML would let the caller try once. */
const DEFAULT_MAX_ATTEMPTS = 2;

/**
 * Takes a payment by card or from a bank account. The caller keys the numbers in to Twilio; a flow sees them
 * masked.
 * https://www.twilio.com/docs/studio/widget-library/capture-payments
 */
export const capturePayments = defineWidget({
  type: 'capture-payments',
  properties: Type.Object({
    payment_connector: Type.Optional(Type.String({ description: 'Unique name of the Pay connector.' })),
    payment_method: Type.Optional(
      oneOf(['CREDIT_CARD', 'ACH_DEBIT'], { default: 'CREDIT_CARD', description: 'What is paid with.' }),
    ),
    payment_token_type: Type.Optional(
      oneOf(['one-time', 'reusable'], { description: 'Kind of token that is made of the card or account.' }),
    ),
    payment_amount: Type.Optional(
      Type.String({ description: 'What is charged. Absent or 0: nothing, only a token is made.' }),
    ),
    currency: Type.Optional(Type.String({ default: 'usd', description: 'Currency of the amount.' })),
    description: Type.Optional(Type.String({ description: 'Description of the payment.' })),
    bank_account_type: Type.Optional(
      oneOf(['CONSUMER_CHECKING', 'CONSUMER_SAVINGS', 'COMMERCIAL_CHECKING', 'COMMERCIAL_SAVINGS'], {
        description: 'Kind of bank account, for ACH_DEBIT.',
      }),
    ),
    valid_card_types: Type.Optional(
      Type.Array(
        oneOf([
          'amex',
          'diners-club',
          'discover',
          'enroute',
          'jcb',
          'maestro',
          'master-card',
          'mastercard',
          'optima',
          'visa',
        ]),
        { description: 'Cards that are accepted.' },
      ),
    ),
    language: Type.Optional(Type.String({ default: 'en-US', description: 'Language of the prompts.' })),
    timeout: Type.Optional(
      Type.Integer({ minimum: 1, default: 5, description: 'Seconds to wait for the next digit.' }),
    ),
    max_attempts: Type.Optional(
      Type.Integer({ minimum: 1, default: 2, description: 'How often the caller may try.' }),
    ),
    security_code: Type.Optional(
      Type.Boolean({ default: true, description: "Whether the card's security code is asked for." }),
    ),
    postal_code: Type.Optional(
      Type.String({
        default: 'true',
        description: 'Whether the postal code is asked for, "true" or "false"; or the code itself.',
      }),
    ),
    min_postal_code_length: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Digits that a postal code has at least.' }),
    ),
    parameters: Type.Optional(keyValues({ description: 'Sent along to the connector.' })),
  }),
  events: ['success', 'maxFailedAttempts', 'providerError', 'payInterrupted', 'hangup', 'validationError'],
  failure: 'providerError',
  channels: ['call'],
  speaks: true,
  run(properties, scope) {
    const pay = element(
      'Pay',
      {
        action: scope.url('success'),
        paymentConnector: given(properties.payment_connector),
        paymentMethod: attributeValue(properties.payment_method),
        tokenType: given(properties.payment_token_type),
        chargeAmount: given(properties.payment_amount),
        currency: given(properties.currency),
        description: given(properties.description),
        bankAccountType: attributeValue(properties.bank_account_type),
        validCardTypes: cards(properties.valid_card_types),
        language: given(properties.language),
        timeout: properties.timeout,
        maxAttempts: properties.max_attempts ?? DEFAULT_MAX_ATTEMPTS,
        securityCode: properties.security_code,
        postalCode: given(properties.postal_code),
        minPostalCodeLength: properties.min_postal_code_length,
      },
      ...named('Parameter', properties.parameters),
    );
    return { verbs: [pay], resume };
  },
});

/**
 * The payment's result comes before the call's status: who hangs up after paying has paid. Whatever is not known
 * as a success is none.
 */
const resume: ResumeRule[] = [
  ...byValue('Result', {
    success: ['success'],
    hangup: ['caller-hung-up'],
    maxFailedAttempts: ['too-many-failed-attempts'],
    payInterrupted: ['caller-interrupted-with-star'],
    validationError: ['validation-error'],
  }),
  { event: 'hangup', when: { Result: false, CallStatus: TERMINAL_CALL_STATUSES } },
  { event: 'providerError', flowEvent: 'success' },
];

/** CREDIT_CARD as TwiML spells it: credit-card. */
function attributeValue(constant: string | undefined): string | undefined {
  return given(constant)?.toLowerCase().replaceAll('_', '-');
}

function cards(types: readonly string[] | undefined): string[] | undefined {
  const spelt = types?.map(type => (type === 'master-card' ? 'mastercard' : type));
  return spelt?.length ? [...new Set(spelt)] : undefined;
}

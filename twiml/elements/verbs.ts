import {
  callback,
  control,
  type Definitions,
  each,
  listOf,
  oneOf,
  recordingStatus,
  status,
  trim,
} from './definition';

const inResponse = ['Response'];
const cardTypes = listOf(
  ...['visa', 'mastercard', 'amex', 'maestro', 'discover', 'optima', 'jcb', 'diners-club', 'enroute'],
);

/** Voice verbs other than those that speak, dial or connect: https://www.twilio.com/docs/voice/twiml */
export const verbs: Definitions = {
  Response: { parents: [], attributes: {} },
  Echo: { parents: inResponse, attributes: {} },
  Hangup: { parents: inResponse, attributes: {} },
  Leave: { parents: inResponse, attributes: {} },
  Reject: { parents: inResponse, attributes: { reason: oneOf('rejected', 'busy') } },
  Refer: { parents: inResponse, attributes: { action: control, method: 'method' } },
  Redirect: {
    parents: inResponse,
    text: 'optional',
    textUrl: control.url,
    attributes: { method: 'method' },
  },
  Sms: {
    parents: inResponse,
    text: 'required',
    attributes: {
      action: control,
      method: 'method',
      statusCallback: callback,
      ...each('text', 'from', 'to'),
    },
  },
  Enqueue: {
    parents: inResponse,
    text: 'optional',
    attributes: {
      action: control,
      method: 'method',
      maxQueueSize: 'number',
      waitUrl: callback,
      waitUrlMethod: 'method',
      workflowSid: 'text',
    },
  },
  Task: { parents: ['Enqueue'], text: 'optional', attributes: each('number', 'priority', 'timeout') },
  Gather: {
    parents: inResponse,
    attributes: {
      action: control,
      method: 'method',
      ...each('boolean', 'actionOnEmptyResult', 'bargeIn', 'debug', 'enhanced', 'profanityFilter'),
      ...each('number', 'maxSpeechTime', 'numDigits', 'timeout'),
      ...each('text', 'finishOnKey', 'hints', 'language', 'speechModel', 'speechTimeout'),
      input: listOf('dtmf', 'speech'),
      partialResultCallback: callback,
      partialResultCallbackMethod: 'method',
    },
  },
  Record: {
    parents: inResponse,
    attributes: {
      action: control,
      method: 'method',
      ...each('boolean', 'playBeep', 'transcribe'),
      ...each('number', 'maxLength', 'timeout'),
      ...each('text', 'finishOnKey', 'recordingConfigurationId'),
      ...recordingStatus,
      transcribeCallback: callback,
      trim,
    },
  },
  Pay: {
    parents: inResponse,
    attributes: {
      action: control,
      bankAccountType: oneOf(
        ...['consumer-checking', 'consumer-savings', 'commercial-checking', 'commercial-savings'],
      ),
      ...each(
        'text',
        'chargeAmount',
        'currency',
        'description',
        'language',
        'paymentConnector',
        'postalCode',
      ),
      ...each('number', 'maxAttempts', 'minPostalCodeLength', 'timeout'),
      input: oneOf('dtmf'),
      paymentMethod: oneOf('ach-debit', 'credit-card'),
      securityCode: 'boolean',
      ...status,
      tokenType: oneOf('one-time', 'reusable', 'payment-method'),
      validCardTypes: cardTypes,
    },
  },
  Prompt: {
    parents: ['Pay', 'Response'],
    attributes: {
      attempt: { listOf: 'number' },
      cardType: cardTypes,
      errorType: listOf(
        ...['timeout', 'invalid-card-number', 'invalid-card-type', 'invalid-date', 'invalid-security-code'],
        ...['internal-error', 'input-matching-failed'],
      ),
      for: oneOf(
        ...['payment-card-number', 'expiration-date', 'security-code', 'postal-code', 'payment-processing'],
        ...['bank-account-number', 'bank-routing-number'],
      ),
      requireMatchingInputs: 'boolean',
    },
  },
};

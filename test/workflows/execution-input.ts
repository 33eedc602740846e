import type { ExecutionInput } from '../../workflows/contract';

/** Input of an execution about which nothing is said but what is given. */
export function executionInput(given: Partial<ExecutionInput> = {}): ExecutionInput {
  return {
    executionSid: `FN${'1'.repeat(32)}`,
    accountSid: `AC${'1'.repeat(32)}`,
    flowSid: `FW${'1'.repeat(32)}`,
    revision: 1,
    channel: 'call',
    trigger: 'incomingCall',
    context: {
      trigger: {},
      flow: { sid: '', flow_sid: '', channel: { address: '' }, variables: {} },
      contact: { channel: { address: '' } },
      widgets: {},
    },
    params: {},
    webhookUrl: 'https://studio.example.com',
    ...given,
  };
}

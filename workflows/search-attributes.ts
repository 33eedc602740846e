import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** How executions, and an account's flows, are found; register them once per namespace. */
export const searchAttributes = {
  accountSid: defineSearchAttributeKey('AccountSid', SearchAttributeType.KEYWORD),
  executionSid: defineSearchAttributeKey('ExecutionSid', SearchAttributeType.KEYWORD),
  flowSid: defineSearchAttributeKey('FlowSid', SearchAttributeType.KEYWORD),
  flowRevision: defineSearchAttributeKey('FlowRevision', SearchAttributeType.INT),
  contactAddress: defineSearchAttributeKey('ContactAddress', SearchAttributeType.KEYWORD),
  callSid: defineSearchAttributeKey('CallSid', SearchAttributeType.KEYWORD),
  endedReason: defineSearchAttributeKey('EndedReason', SearchAttributeType.KEYWORD),
} as const;

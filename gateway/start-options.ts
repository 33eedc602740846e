import { LONGEST_CALL, type ExecutionInput, type ExecutionResult } from '../workflows/contract';
import { searchAttributes } from '../workflows/search-attributes';
import { summaryOf } from '../workflows/summary';
import type { ExecutionMemo } from './executions/execution-record';

export type Execution = (input: ExecutionInput) => Promise<ExecutionResult>;

/** What a Keyword search attribute holds in every database. */
const KEYWORD_LENGTH = 255;

export interface Start {
  workflowId: string;
  input: ExecutionInput;
  /** What the Temporal UI says of it: the flow's name. */
  summary: string;
}

/** How every execution is started, whoever starts it. */
export function startOptions({ workflowId, input, summary }: Start, taskQueue: string) {
  const { executionSid, accountSid, flowSid, revision, channel, sid, context } = input;
  const { address } = context.contact.channel;
  const memo: ExecutionMemo = { initiatedBy: initiator(input), contact: address };
  return {
    workflowId,
    taskQueue,
    args: [input] as [ExecutionInput],
    staticSummary: summaryOf(summary),
    // A worker that was killed in the middle of a task is waited for no longer than a caller can bear.
    workflowTaskTimeout: '3s' as const,
    // No call of Twilio's is longer: should all that tells of its end be lost, the execution still ends.
    ...(channel === 'call' && { workflowExecutionTimeout: LONGEST_CALL * 1000 }),
    typedSearchAttributes: [
      { key: searchAttributes.accountSid, value: accountSid },
      { key: searchAttributes.executionSid, value: executionSid },
      { key: searchAttributes.flowSid, value: flowSid },
      { key: searchAttributes.flowRevision, value: revision },
      { key: searchAttributes.contactAddress, value: keyword(address) },
      ...(sid === undefined ? [] : [{ key: searchAttributes.callSid, value: sid }]),
    ],
    memo: { ...memo },
  };
}

/** An address as the search attribute holds it. */
export function keyword(text: string): string {
  return text.replace(/\p{Cc}/gu, '').slice(0, KEYWORD_LENGTH);
}

/** SID of the call, message, conversation or request that an execution was started by. */
export function initiator({ channel, sid, params, executionSid }: ExecutionInput): string {
  const { MessageSid, ConversationSid } = params;
  const written = channel === 'request' ? undefined : (MessageSid ?? ConversationSid);
  return sid ?? written ?? `RQ${executionSid.slice(2)}`;
}

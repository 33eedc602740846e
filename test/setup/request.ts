import type { Client } from '@temporalio/client';
import { startContext } from '../../flow/context';
import type { JsonObject } from '../../flow/json';
import { messageWorkflowId, names, type ExecutionInput } from '../../workflows/contract';
import { searchAttributes } from '../../workflows/search-attributes';
import { ACCOUNT } from './account';
import { newSid } from './sid';

export interface RequestOptions {
  flowSid: string;
  webhookUrl: string;
  /** Ours. */
  from: string;
  /** The contact's. */
  to: string;
  parameters: JsonObject;
}

/** Starts an execution that nobody has called or written to. @returns its workflow id */
export async function startByRequest(
  client: Client,
  taskQueue: string,
  { flowSid, webhookUrl, from, to, parameters }: RequestOptions,
): Promise<string> {
  const workflowId = messageWorkflowId(flowSid, from, to);
  const executionSid = newSid('FN');
  const trigger = 'incomingRequest';
  const params = { From: from, To: to, Parameters: JSON.stringify(parameters) };
  const input: ExecutionInput = {
    executionSid,
    accountSid: ACCOUNT,
    flowSid,
    revision: 1,
    channel: 'request',
    trigger,
    context: startContext({ executionSid, flowSid, trigger, params }),
    params,
    webhookUrl,
  };
  await client.workflow.start(names.execution, {
    workflowId,
    taskQueue,
    args: [input],
    workflowTaskTimeout: '3s',
    typedSearchAttributes: [
      { key: searchAttributes.accountSid, value: ACCOUNT },
      { key: searchAttributes.executionSid, value: executionSid },
      { key: searchAttributes.flowSid, value: flowSid },
      { key: searchAttributes.contactAddress, value: to },
    ],
  });
  return workflowId;
}

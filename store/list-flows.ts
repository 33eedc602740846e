import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { decodeMapFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import { names } from '../workflows/contract';
import type { FlowHead } from '../workflows/flow-contract';
import { searchAttributes } from '../workflows/search-attributes';
import { flowSummary, type FlowSummary } from './flow-record';
import type { Listing, Page } from './page';
import { readPageToken, toPageToken } from './page-token';

const open = `WorkflowType = '${names.flow}' AND ExecutionStatus = 'Running'`;
/** Milliseconds that Temporal's lists are waited for. */
const LISTED_WITHIN = 5000;
/** Milliseconds between two looks at them, twice as long each time: a server answers few of them a second. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 1000;

/** An account's flows, newest first, from the memos of their workflows: no worker is needed for it. */
export async function listFlows(
  client: Client,
  accountSid: string,
  { size, token }: Page,
): Promise<Listing<FlowSummary>> {
  const { accountSid: account } = searchAttributes;
  // What an earlier version saved has no account there.
  const query = `${open} AND (${account.name} = '${accountSid}' OR ${account.name} IS NULL)`;
  const items: FlowSummary[] = [];
  let next: Uint8Array | undefined = token === undefined ? undefined : readPageToken(accountSid, token);
  do {
    const page = await search(client, query, size - items.length, next);
    items.push(...page.flows.filter(flow => flow.accountSid === accountSid));
    next = page.next;
  } while (next && items.length < size);
  return { items, ...(next && { next: toPageToken(accountSid, next) }) };
}

/** Returns when lists show the flow as it is, or no longer; Temporal's lists lag behind. */
export async function untilListed(
  client: Client,
  flowSid: string,
  isSo: (flow?: FlowSummary) => boolean,
): Promise<void> {
  const deadline = Date.now() + LISTED_WITHIN;
  const query = `${open} AND WorkflowId = '${flowSid}'`;
  let pause = FIRST_PAUSE;
  while (!isSo((await search(client, query, 1)).flows[0]) && Date.now() < deadline) {
    await sleep(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

async function search(
  { workflowService, options }: Client,
  query: string,
  pageSize: number,
  nextPageToken?: Uint8Array,
): Promise<{ flows: FlowSummary[]; next?: Uint8Array }> {
  const { namespace, loadedDataConverter } = options;
  const page = await workflowService.listWorkflowExecutions({
    ...{ namespace, query, pageSize },
    ...(nextPageToken && { nextPageToken }),
  });
  const flows: FlowSummary[] = [];
  for (const { execution, memo } of page.executions) {
    const head = (await decodeMapFromPayloads(loadedDataConverter, memo?.fields))?.['head'];
    if (head) flows.push(flowSummary(execution?.workflowId ?? '', head as FlowHead));
  }
  return { flows, ...(page.nextPageToken.length > 0 && { next: page.nextPageToken }) };
}

import { createHash } from 'node:crypto';
import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  type Client,
} from '@temporalio/client';
import { loadDefinition } from '../flow/definition';
import { compileFlow } from '../flow/graph';
import type { JsonObject } from '../flow/json';
import { names } from '../workflows/contract';
import {
  revisionId,
  type FlowHead,
  type FlowSettings,
  type RevisionInput,
  type RevisionNote,
  type RevisionStatus,
  type SavedRevision,
} from '../workflows/flow-contract';
import type { flow as flowWorkflow } from '../workflows';
import { searchAttributes } from '../workflows/search-attributes';
import { summaryOf } from '../workflows/summary';
import { readRevision } from './revision-reader';

/** What is to be saved. The definition has been validated; it is kept as it came. */
export interface NewRevision {
  accountSid: string;
  flowSid: string;
  friendlyName: string;
  status: RevisionStatus;
  definition: JsonObject;
  /** None unless told. */
  settings?: FlowSettings;
  commitMessage?: string;
  /** The worker's folder of flows holds it. */
  fromFolder?: boolean;
}

export interface Place {
  client: Client;
  taskQueue: string;
}

/** Of the definition and the settings. */
export function digestOf({ definition, settings }: Pick<NewRevision, 'definition' | 'settings'>): string {
  const digest = createHash('sha256').update(JSON.stringify(definition));
  if (settings) digest.update(JSON.stringify(settings));
  return digest.digest('hex');
}

/**
 * A revision is read and deleted by the server alone: no worker has to begin its workflow, or to keep it in the cache.
 * A signal would not end the delay (https://docs.temporal.io/workflow-execution/timers-delays).
 */
const DELAY = '3650 days';

/**
 * Writes a revision under a number of its own. Numbers cannot clash: a revision is a workflow, and its id is taken
 * or it is not.
 * @returns undefined: the number is taken
 */
export async function writeRevision(
  { client, taskQueue }: Place,
  flow: NewRevision,
  revision: number,
): Promise<RevisionInput | undefined> {
  const { accountSid, flowSid, friendlyName, status, definition, settings, commitMessage, fromFolder } = flow;
  const note: RevisionNote = {
    accountSid,
    friendlyName,
    status,
    ...(commitMessage !== undefined && { commitMessage }),
    dateCreated: new Date().toISOString(),
  };
  const digest = digestOf(flow);
  const input = {
    ...{ ...note, flowSid, revision, digest, definition },
    ...(settings && { settings }),
    ...(fromFolder && { fromFolder }),
  };
  try {
    await client.workflow.start(names.revision, {
      workflowId: revisionId(flowSid, revision),
      taskQueue,
      args: [input satisfies RevisionInput],
      memo: { note },
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      startDelay: DELAY,
      staticSummary: summaryOf(commitMessage ?? friendlyName),
    });
    return input;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
    throw error;
  }
}

/**
 * Has the flow take note of a revision that has been written; more than once does no harm.
 * @param begin the flow may be a new one
 */
export async function noteRevision(
  { client, taskQueue }: Place,
  { flowSid, ...revision }: RevisionInput,
  begin: boolean,
): Promise<FlowHead> {
  const { accountSid, friendlyName, status, definition, settings, commitMessage, fromFolder, dateCreated } =
    revision;
  const saved: SavedRevision = {
    accountSid,
    friendlyName,
    revision: revision.revision,
    digest: revision.digest,
    published: status === 'published',
    allowConcurrentCalls: compileFlow(loadDefinition(definition)).allowConcurrentCalls,
    ...(settings && { settings }),
    ...(commitMessage !== undefined && { commitMessage }),
    ...(fromFolder && { fromFolder }),
    ...(dateCreated !== undefined && { date: dateCreated }),
  };
  const { workflow } = client;
  if (!begin) {
    return workflow
      .getHandle(flowSid)
      .executeUpdate<FlowHead, [SavedRevision]>(names.save, { args: [saved] });
  }
  return workflow.executeUpdateWithStart<typeof flowWorkflow, FlowHead, [SavedRevision]>(names.save, {
    args: [saved],
    startWorkflowOperation: new WithStartWorkflowOperation(names.flow, {
      workflowId: flowSid,
      taskQueue,
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: summaryOf(friendlyName),
      // A worker that was killed in the middle of a task is not waited for.
      workflowTaskTimeout: '3s',
      typedSearchAttributes: [{ key: searchAttributes.accountSid, value: accountSid }],
    }),
  });
}

/** Notes a revision whose writer may have died before the flow heard of it. */
export async function adopt(place: Place, flowSid: string, revision: number, begin: boolean): Promise<void> {
  const written = await readRevision(place.client, flowSid, revision);
  if (written) await noteRevision(place, written, begin);
}

/** Has the flow remember that the folder holds what a revision says that was saved otherwise. */
export async function noteInFolder(place: Place, flowSid: string, revision: number): Promise<void> {
  const written = await readRevision(place.client, flowSid, revision);
  if (written) await noteRevision(place, { ...written, fromFolder: true }, false);
}

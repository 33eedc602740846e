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
  type SavedRevision,
} from '../workflows/flow-contract';
import type { flow as flowWorkflow } from '../workflows';
import { summaryOf } from '../workflows/summary';
import { readHead } from './flows';
import { readRevision } from './revision-reader';

/** What is to be saved. The definition has been validated; it is kept as it came. */
export interface NewRevision {
  accountSid: string;
  flowSid: string;
  friendlyName: string;
  status: 'draft' | 'published';
  definition: JsonObject;
  /** None unless told. */
  settings?: FlowSettings;
  commitMessage?: string;
}

export interface Saved {
  revision: number;
  /** false: the latest revision says the same already. */
  changed: boolean;
}

/** The flow belongs to another account. */
export class ForeignFlowError extends Error {}

/**
 * Saves a definition and its settings as the flow's next revision. Numbers cannot clash: a revision is a workflow,
 * and its id is taken or it is not.
 */
export async function saveFlow(client: Client, taskQueue: string, flow: NewRevision): Promise<Saved> {
  const digest = digestOf(flow);
  const head = await readHead(client, flow.flowSid);
  if (head && head.accountSid !== flow.accountSid) {
    throw new ForeignFlowError(`${flow.flowSid} belongs to another account`);
  }
  if (head && isSaved(head, digest, flow)) return { revision: head.latestRevision, changed: false };
  const revision = await writeRevision(
    client,
    taskQueue,
    { ...flow, digest },
    (head?.latestRevision ?? 0) + 1,
  );
  const saved: SavedRevision = {
    accountSid: flow.accountSid,
    friendlyName: flow.friendlyName,
    revision,
    digest,
    published: flow.status === 'published',
    allowConcurrentCalls: compileFlow(loadDefinition(flow.definition)).allowConcurrentCalls,
    ...(flow.settings && { settings: flow.settings }),
  };
  await client.workflow.executeUpdateWithStart<typeof flowWorkflow, FlowHead, [SavedRevision]>(names.save, {
    args: [saved],
    startWorkflowOperation: new WithStartWorkflowOperation(names.flow, {
      workflowId: flow.flowSid,
      taskQueue,
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: summaryOf(flow.friendlyName),
    }),
  });
  return { revision, changed: true };
}

function digestOf({ definition, settings }: NewRevision): string {
  const digest = createHash('sha256').update(JSON.stringify(definition));
  if (settings) digest.update(JSON.stringify(settings));
  return digest.digest('hex');
}

function isSaved(head: FlowHead, digest: string, flow: NewRevision): boolean {
  const published = flow.status === 'draft' || head.publishedRevision === head.latestRevision;
  return head.latestDigest === digest && head.friendlyName === flow.friendlyName && published;
}

async function writeRevision(
  client: Client,
  taskQueue: string,
  flow: Omit<RevisionInput, 'revision'>,
  first: number,
): Promise<number> {
  for (let revision = first; ; revision += 1) {
    try {
      await client.workflow.start(names.revision, {
        workflowId: revisionId(flow.flowSid, revision),
        taskQueue,
        args: [{ ...flow, revision } satisfies RevisionInput],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: summaryOf(flow.commitMessage ?? flow.friendlyName),
      });
      return revision;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // Another process may be saving the very same: importers of one folder do.
      const taken = await readRevision(client, flow.flowSid, revision);
      if (taken?.digest === flow.digest && taken.status === flow.status) return revision;
    }
  }
}

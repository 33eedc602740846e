import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { JsonObject } from '../flow/json';
import { names } from '../workflows/contract';
import type { FlowHead, FlowSettings, RevisionStatus } from '../workflows/flow-contract';
import { deleteFlow } from './delete-flow';
import {
  flowRecord,
  revisionRecord,
  type FlowRecord,
  type FlowSummary,
  type RevisionRecord,
  type RevisionSummary,
} from './flow-record';
import { listFlows, untilListed } from './list-flows';
import { withWorker } from './needs-worker';
import { isGone } from './not-found';
import type { Listing, Page } from './page';
import { Queues } from './queues';
import { readFlow, readHead } from './read-head';
import { listRevisions } from './read-revisions';
import { readRevision } from './revision-reader';
import { saveRevision } from './save-revision';
import type { NewRevision, Place } from './write-revision';

export interface NewFlow {
  accountSid: string;
  friendlyName: string;
  status: RevisionStatus;
  /** Has been validated. */
  definition: JsonObject;
  commitMessage?: string;
  settings?: FlowSettings;
}

/** What is absent is as in the latest revision; only the commit message is the revision's own. */
export type FlowChange = Pick<NewFlow, 'status' | 'commitMessage'> &
  Partial<Pick<NewFlow, 'friendlyName' | 'definition' | 'settings'>>;

export type WhichRevision = number | 'LatestPublished' | 'LatestRevision';

/**
 * The flows of all accounts, as the REST API shows them. Reading, listing and deleting need Temporal only; what saves
 * needs a worker, too, and throws NeedsWorkerError where there is none. What has been done is seen at once.
 */
export class FlowStore {
  private readonly saving = new Queues();

  /** @param changed is told of each flow that has been saved or deleted: for caches in the same process */
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
    private readonly changed: (flowSid: string) => void = () => undefined,
  ) {}

  async create(flow: NewFlow): Promise<FlowRecord> {
    const record = await this.write(
      { ...flow, flowSid: `FW${randomUUID().replaceAll('-', '')}` },
      () => true,
    );
    if (!record) throw new Error('a flow that nobody knows yet has been deleted');
    return this.listed(record);
  }

  /**
   * Every call makes a revision, as hosted Studio does.
   * @returns undefined: the account has no such flow
   */
  async save(accountSid: string, flowSid: string, change: FlowChange): Promise<FlowRecord | undefined> {
    const record = await this.saving.add(flowSid, async () => {
      const latest = await this.read(accountSid, flowSid);
      if (!latest) return undefined;
      const { status, commitMessage, ...changes } = change;
      const { friendlyName, definition, settings } = { ...latest, ...changes };
      return this.write(
        {
          ...{ accountSid, flowSid, friendlyName, status, definition },
          ...(Object.keys(settings).length > 0 && { settings }),
          ...(commitMessage !== undefined && { commitMessage }),
        },
        head => head !== undefined,
      );
    });
    return record && this.listed(record);
  }

  /** The latest revision, draft or published. */
  async read(accountSid: string, flowSid: string): Promise<FlowRecord | undefined> {
    const head = await this.head(accountSid, flowSid);
    const latest = head && (await readRevision(this.client, flowSid, head.latestRevision));
    return latest && flowRecord(flowSid, head, latest);
  }

  /** Newest first. @throws PageTokenError */
  list(accountSid: string, page: Page): Promise<Listing<FlowSummary>> {
    return listFlows(this.client, accountSid, page);
  }

  async revision(
    accountSid: string,
    flowSid: string,
    which: WhichRevision,
  ): Promise<RevisionRecord | undefined> {
    const head = await this.head(accountSid, flowSid);
    if (!head) return undefined;
    const number = numberOf(head, which);
    // What has been written, but not noted, is not there yet.
    if (number === null || number > head.latestRevision) return undefined;
    const found = await readRevision(this.client, flowSid, number);
    return found && revisionRecord(found);
  }

  /** Newest first. @throws PageTokenError */
  async revisions(
    accountSid: string,
    flowSid: string,
    page: Page,
  ): Promise<Listing<RevisionSummary> | undefined> {
    const head = await this.head(accountSid, flowSid);
    return head && listRevisions(this.client, flowSid, head.latestRevision, page);
  }

  /** Addresses of the contacts that run the latest revision, be it published or not. */
  async testUsers(accountSid: string, flowSid: string): Promise<string[] | undefined> {
    const head = await this.head(accountSid, flowSid);
    return head && (head.testUsers ?? []);
  }

  async setTestUsers(
    accountSid: string,
    flowSid: string,
    testUsers: readonly string[],
  ): Promise<string[] | undefined> {
    if (!(await this.head(accountSid, flowSid))) return undefined;
    const users = [...new Set(testUsers)];
    const flow = this.client.workflow.getHandle(flowSid);
    try {
      await withWorker(this.client, this.taskQueue, () =>
        flow.executeUpdate<FlowHead, [string[]]>(names.testUsers, { args: [users] }),
      );
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
    this.changed(flowSid);
    return users;
  }

  /** Executions go on with the revision that they run. @returns false: the account has no such flow */
  async delete(accountSid: string, flowSid: string): Promise<boolean> {
    const flow = await readFlow(this.client, flowSid);
    if (!flow || flow.deleted || flow.head.accountSid !== accountSid) return false;
    await deleteFlow(this.place, flowSid, flow);
    this.changed(flowSid);
    await untilListed(this.client, flowSid, listed => !listed);
    return true;
  }

  private async write(
    flow: NewRevision,
    accept: (head?: FlowHead) => boolean,
  ): Promise<FlowRecord | undefined> {
    const { client, taskQueue, place } = this;
    const saved = await withWorker(client, taskQueue, () => saveRevision(place, flow, accept));
    if (!saved) return undefined;
    const { head, input } = saved;
    this.changed(flow.flowSid);
    return flowRecord(flow.flowSid, head, input);
  }

  /** Temporal's lists lag behind. */
  private async listed(record: FlowRecord): Promise<FlowRecord> {
    await untilListed(this.client, record.sid, listed => (listed?.revision ?? 0) >= record.revision);
    return record;
  }

  private async head(accountSid: string, flowSid: string): Promise<FlowHead | undefined> {
    const head = await readHead(this.client, flowSid);
    return head?.accountSid === accountSid ? head : undefined;
  }

  private get place(): Place {
    const { client, taskQueue } = this;
    return { client, taskQueue };
  }
}

function numberOf(head: FlowHead, which: WhichRevision): number | null {
  if (typeof which === 'number') return which;
  return which === 'LatestPublished' ? head.publishedRevision : head.latestRevision;
}

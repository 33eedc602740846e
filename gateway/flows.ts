import type { FlowHead } from '../workflows/flow-contract';

/** What a webhook needs to know of its flow. */
export type PublishedFlow = Pick<
  FlowHead,
  'accountSid' | 'friendlyName' | 'publishedRevision' | 'allowConcurrentCalls' | 'settings'
> &
  Partial<Pick<FlowHead, 'latestRevision' | 'latest' | 'testUsers' | 'callsChanged'>>;

/** A flow, or one that was deleted, for the executions that it leaves behind. */
export interface KnownFlow {
  head: PublishedFlow;
  deleted: boolean;
}

/** Where flows are kept. */
export interface Flows {
  /** undefined: there is no such flow. */
  flow(flowSid: string): Promise<KnownFlow | undefined>;
}

import type { FlowHead } from '../workflows/flow-contract';

/** What a webhook needs to know of its flow. */
export type PublishedFlow = Pick<
  FlowHead,
  'accountSid' | 'friendlyName' | 'publishedRevision' | 'allowConcurrentCalls' | 'settings'
> &
  Partial<Pick<FlowHead, 'latestRevision' | 'latest' | 'testUsers' | 'callsChanged'>>;

/** Where flows are kept. */
export interface Flows {
  /** A deleted flow is told of, too, for the executions that it leaves behind. */
  flow(flowSid: string): Promise<{ head: PublishedFlow; deleted: boolean } | undefined>;
  /** undefined: there is no such flow. */
  head(flowSid: string): Promise<PublishedFlow | undefined>;
}

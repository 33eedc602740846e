import type { FlowHead } from '../workflows/flow-contract';

/** What a webhook needs to know of its flow. */
export type PublishedFlow = Pick<
  FlowHead,
  'accountSid' | 'friendlyName' | 'publishedRevision' | 'allowConcurrentCalls' | 'settings'
> &
  Partial<Pick<FlowHead, 'latestRevision' | 'latest' | 'testUsers'>>;

/** Where flows are kept. */
export interface Flows {
  /** undefined: there is no such flow. */
  head(flowSid: string): Promise<PublishedFlow | undefined>;
}

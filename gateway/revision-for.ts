import type { FlowSettings } from '../workflows/flow-contract';
import type { PublishedFlow } from './flows';

/** What is started for somebody. */
export interface Starting {
  revision: number;
  /** May one caller have several calls at once? */
  allowConcurrentCalls: boolean;
  settings?: FlowSettings;
  testUser?: true;
}

/**
 * Test users run the latest revision, everybody else the published one.
 * @returns undefined where nothing is published
 */
export function revisionFor(flow: PublishedFlow, contact: string): Starting | undefined {
  const { testUsers, latestRevision, latest, publishedRevision, allowConcurrentCalls, settings } = flow;
  if (testUsers?.includes(contact) && latestRevision !== undefined) {
    const own = latest ?? flow;
    return {
      revision: latestRevision,
      allowConcurrentCalls: own.allowConcurrentCalls,
      ...(own.settings && { settings: own.settings }),
      testUser: true,
    };
  }
  if (publishedRevision === null) return undefined;
  return { revision: publishedRevision, allowConcurrentCalls, ...(settings && { settings }) };
}

import type { FlowSettings } from '../workflows/flow-contract';
import type { PublishedFlow } from './flows';

/** What is started for somebody. */
export interface Starting {
  revision: number;
  settings?: FlowSettings;
  testUser?: true;
}

/**
 * Test users run the latest revision, everybody else the published one.
 * @returns undefined where nothing is published
 */
export function revisionFor(flow: PublishedFlow, contact: string): Starting | undefined {
  const { testUsers, latestRevision, latest, publishedRevision, settings } = flow;
  if (testUsers?.includes(contact) && latestRevision !== undefined) {
    const own = latest?.settings;
    return { revision: latestRevision, testUser: true, ...(own && { settings: own }) };
  }
  if (publishedRevision === null) return undefined;
  return { revision: publishedRevision, ...(settings && { settings }) };
}

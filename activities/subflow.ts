import type { Frame } from '../flow/changes';
import { warning, type Warning } from '../flow/errors';
import type { Enter, Session } from '../widgets/widget';
import type { FlowSource } from './advance-options';

/** https://www.twilio.com/docs/studio/subflows */
const DRAFTS = new Set(['LatestDraft', 'LatestRevision']);

type Resolved = { flowSid: string; revision: number } | { warning: Warning };

/**
 * Which revision of which flow a run-subflow widget runs, or why it cannot (81024): it is missing, belongs to
 * another account, or is running already. Nesting is not limited otherwise.
 */
export async function resolveSubflow(
  flows: FlowSource,
  { accountSid, testUser }: Pick<Session, 'accountSid' | 'testUser'>,
  frames: readonly Frame[],
  { flowSid, revision }: Enter['enter'],
): Promise<Resolved> {
  if (frames.some(frame => frame.flowSid === flowSid)) {
    return { warning: warning(81024, `subflow ${flowSid} would run inside itself`) };
  }
  const head = await flows.head(flowSid);
  if (head?.accountSid !== accountSid) return { warning: warning(81024, `there is no flow ${flowSid}`) };
  // Drafts are for test users; LatestDraft and LatestRevision mean the published one for everybody else.
  const draft = testUser && DRAFTS.has(revision);
  const latest = draft ? head.latestRevision : head.publishedRevision;
  const number = /^\d+$/.test(revision) ? Number(revision) : latest;
  if (number === null) return { warning: warning(81024, `flow ${flowSid} is not published`) };
  if (!(await flows.graph(flowSid, number))) {
    return { warning: warning(81024, `flow ${flowSid} has no revision ${number}`) };
  }
  return { flowSid, revision: number };
}

import type { FastifyRequest } from 'fastify';
import type { FlowRecord, FlowSummary, RevisionRecord, RevisionSummary } from '../../../../store/flow-record';
import { iso } from '../dates';

/** https://www.twilio.com/docs/studio/rest-api/v2/flow; in lists there is no definition, nor what belongs to it. */
export function flowResource({ origin }: FastifyRequest, flow: FlowRecord | FlowSummary): object {
  const url = `${origin}/v2/Flows/${flow.sid}`;
  return {
    ...common(flow),
    warnings: 'definition' in flow ? [] : null,
    webhook_url: `${origin}/v1/Accounts/${flow.accountSid}/Flows/${flow.sid}`,
    url,
    links: { test_users: `${url}/TestUsers`, revisions: `${url}/Revisions`, executions: `${url}/Executions` },
  };
}

/** https://www.twilio.com/docs/studio/rest-api/v2/flow-revision */
export function revisionResource(
  { origin }: FastifyRequest,
  revision: RevisionRecord | RevisionSummary,
): object {
  return { ...common(revision), url: `${origin}/v2/Flows/${revision.sid}/Revisions/${revision.revision}` };
}

function common(flow: FlowRecord | FlowSummary) {
  const { dateCreated, dateUpdated } = flow;
  const whole = 'definition' in flow;
  return {
    sid: flow.sid,
    account_sid: flow.accountSid,
    author_sid: null,
    friendly_name: flow.friendlyName,
    definition: whole ? flow.definition : null,
    status: flow.status,
    revision: flow.revision,
    commit_message: whole ? flow.commitMessage : null,
    // What is not valid is never saved.
    valid: whole ? true : null,
    errors: whole ? [] : null,
    date_created: dateCreated && iso(dateCreated),
    date_updated: dateUpdated && iso(dateUpdated),
    ...(whole && Object.keys(flow.settings).length > 0 && { settings: flow.settings }),
  };
}

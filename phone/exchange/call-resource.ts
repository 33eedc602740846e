import type { LiveCall } from '../call/live-call';
import { rfc2822 } from './dates';

const subresources = [
  'notifications',
  'recordings',
  'payments',
  'events',
  'siprec',
  'streams',
  'transcriptions',
];

/** https://www.twilio.com/docs/voice/api/call-resource#call-properties */
export function callResource(call: LiveCall, accountSid: string) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}`;
  const { endedAt } = call;
  // What is queued has no dates yet.
  const created = call.status === 'queued' ? null : rfc2822(call.createdAt);
  return {
    sid: call.sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    parent_call_sid: null,
    direction: call.direction,
    from: call.from,
    from_formatted: call.from,
    to: call.to,
    to_formatted: call.to,
    status: call.status,
    answered_by: call.answeredBy ?? null,
    caller_name: null,
    forwarded_from: null,
    group_sid: null,
    phone_number_sid: null,
    trunk_sid: null,
    queue_time: '0',
    date_created: created,
    date_updated: endedAt ? rfc2822(endedAt) : created,
    start_time: created,
    end_time: endedAt ? rfc2822(endedAt) : null,
    duration: endedAt ? String(call.duration) : null,
    price: null,
    price_unit: 'USD',
    uri: `${uri}.json`,
    subresource_uris: Object.fromEntries(
      subresources.map(name => [name, `${uri}/${name.replace(/^./, first => first.toUpperCase())}.json`]),
    ),
  };
}

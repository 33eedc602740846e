import type { JsonObject } from '../../flow/json';
import { accountSid } from './scope';
import { startTwilioApi, type TwilioApi, type Wanted } from './twilio-api';

/** A Twilio that keeps calls and recordings, as its API shows them; the newest stand first. */
export interface TwilioCalls extends TwilioApi {
  calls: JsonObject[];
  recordings: JsonObject[];
}

export async function startTwilioCalls(): Promise<TwilioCalls> {
  const calls: JsonObject[] = [];
  const recordings: JsonObject[] = [];

  function listed({ what, query }: Wanted): JsonObject {
    if (what.endsWith('/Recordings.json')) return { recordings };
    return { calls: calls.filter(({ to, from }) => to === query['To'] && from === query['From']) };
  }

  function changed({ what, form }: Wanted): JsonObject | undefined {
    if (what.endsWith('/Calls.json')) return added(calls, callResource(calls.length + 1, form));
    if (what.endsWith('/Recordings.json')) return added(recordings, recordingResource(recordings.length + 1));
    const running = recordings.find(({ status }) => status === 'in-progress');
    return running && Object.assign(running, { status: form['Status'] ?? null, date_updated: now() });
  }

  const api = await startTwilioApi(wanted => (wanted.method === 'GET' ? listed : changed)(wanted));
  return {
    ...api,
    calls,
    recordings,
    reset: () => {
      api.reset();
      for (const list of [calls, recordings]) list.length = 0;
    },
  };
}

/** https://www.twilio.com/docs/voice/api/call-resource#call-properties; what is queued has no dates yet. */
export function callResource(number: number, form: Wanted['form'], others: JsonObject = {}): JsonObject {
  return {
    sid: `CA${String(number).padStart(32, '0')}`,
    account_sid: accountSid,
    to: form['To'] ?? null,
    from: form['From'] ?? null,
    status: 'queued',
    direction: 'outbound-api',
    date_created: null,
    date_updated: null,
    start_time: null,
    queue_time: '0',
    ...others,
  };
}

/** https://www.twilio.com/docs/voice/api/recording#recording-properties */
export function recordingResource(number: number, others: JsonObject = {}): JsonObject {
  const sid = `RE${String(number).padStart(32, '0')}`;
  return {
    sid,
    account_sid: accountSid,
    call_sid: `CA${'0'.repeat(32)}`,
    status: 'in-progress',
    source: 'StartCallRecordingAPI',
    channels: 2,
    duration: null,
    start_time: now(),
    date_created: now(),
    date_updated: now(),
    error_code: null,
    price: null,
    price_unit: 'USD',
    uri: `/2010-04-01/Accounts/${accountSid}/Recordings/${sid}.json`,
    ...others,
  };
}

/** As Twilio writes times: RFC 2822, without fractions of a second. */
export function now(millisecondsAgo = 0): string {
  return new Date(Date.now() - millisecondsAgo).toUTCString().replace('GMT', '+0000');
}

function added(list: JsonObject[], resource: JsonObject): JsonObject {
  list.unshift(resource);
  return resource;
}

import { Type } from '@sinclair/typebox';
import type {
  RecordingInstance,
  RecordingListInstanceCreateOptions,
} from 'twilio/lib/rest/api/v2010/account/call/recording';
import { warning } from '../flow/errors';
import { madeSince } from './made-since';
import { present } from './present';
import { given } from './rendered';
import { oneOf } from './schema';
import { hideInUrl, mapStrings } from './secrets';
import { failure } from './twilio-failure';
import { pascalCase } from './twilio-output';
import { defineWidget, type World } from './widget';

/** What is asked of Twilio, as the Temporal UI shows it: secrets are sealed. Without `start` recording is stopped. */
type Input = { callSid: string; start?: Start };

type Start = Pick<
  RecordingListInstanceCreateOptions,
  | 'recordingChannels'
  | 'trim'
  | 'recordingStatusCallback'
  | 'recordingStatusCallbackMethod'
  | 'recordingStatusCallbackEvent'
>;

/** Recordings of a call that may have to be looked through: the newest come first. */
const NEWEST = 20;

/**
 * Starts or stops the recording of the call.
 * https://www.twilio.com/docs/studio/widget-library/call-recording
 */
export const recordCall = defineWidget({
  type: 'record-call',
  properties: Type.Object({
    record_call: Type.Optional(Type.Boolean({ default: false, description: 'true: start. false: stop.' })),
    recording_status_callback: Type.Optional(
      Type.String({ description: 'URL that is told of the recording.' }),
    ),
    recording_status_callback_method: Type.Optional(
      oneOf(['GET', 'POST'], { default: 'POST', description: 'How it is told.' }),
    ),
    recording_status_callback_events: Type.Optional(
      Type.String({
        default: 'completed',
        description: 'What it is told of: in-progress, completed, absent, separated by spaces.',
      }),
    ),
    recording_channels: Type.Optional(
      oneOf(['mono', 'dual'], { default: 'dual', description: 'Both sides in one channel, or in one each.' }),
    ),
    trim: Type.Optional(
      oneOf(['do-not-trim', 'trim-silence'], { description: 'Whether silence is cut from the recording.' }),
    ),
  }),
  events: ['success', 'failed'],
  failure: 'failed',
  channels: ['call'],

  run(properties, scope) {
    const { callSid } = scope;
    if (callSid === undefined) {
      return { event: 'failed', warnings: [warning(81020, 'there is no call to record')] };
    }
    if (!properties.record_call) return { call: { callSid }, patient: true, seconds: 25 };
    const callback = given(properties.recording_status_callback);
    const start = present({
      recordingChannels: given(properties.recording_channels),
      trim: given(properties.trim),
      ...(callback && {
        recordingStatusCallback: hideInUrl(callback, secret => scope.seal(secret)),
        recordingStatusCallbackMethod: given(properties.recording_status_callback_method),
        recordingStatusCallbackEvent: properties.recording_status_callback_events
          ?.split(/\s+/)
          .filter(Boolean),
      }),
    });
    return { call: { callSid, start }, patient: true, seconds: 25 };
  },

  async call(input, world) {
    const wanted = mapStrings(input, text => world.unseal(text)) as Input;
    try {
      const recording = (await changedBefore(wanted, world)) ?? (await change(wanted, world));
      return { event: 'success', output: pascalCase(recording) };
    } catch (error) {
      return failure(error, { event: 'failed', alone: true });
    }
  },
});

/** What an earlier attempt has started or stopped without hearing of it. */
async function changedBefore(
  { callSid, start }: Input,
  world: World,
): Promise<RecordingInstance | undefined> {
  if (world.attempt === 1) return undefined;
  const { recordings } = (await world.twilio()).calls(callSid);
  const newest = await recordings.list({ limit: NEWEST });
  if (start) {
    return newest.find(
      ({ source, dateCreated }) => source === 'StartCallRecordingAPI' && madeSince(dateCreated, world.since),
    );
  }
  // To stop what has stopped would be refused, as where nothing was recorded in the first place.
  return newest.some(isRunning)
    ? undefined
    : newest.find(({ dateUpdated }) => madeSince(dateUpdated, world.since));
}

function isRunning({ status }: RecordingInstance): boolean {
  return status === 'in-progress' || status === 'paused';
}

async function change({ callSid, start }: Input, world: World): Promise<RecordingInstance> {
  const { recordings } = (await world.twilio()).calls(callSid);
  return start ? recordings.create(start) : recordings('Twilio.CURRENT').update({ status: 'stopped' });
}

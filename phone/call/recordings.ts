import type { Action, Line } from './line';
import { newSid, type Params } from '../params';
import { recordingUrl } from './verbs/recording';

/** A recording of a whole call, or of a stretch of it. */
export interface CallRecording {
  readonly sid: string;
  readonly source: 'OutboundAPI' | 'StartCallRecordingAPI';
  readonly channels: 1 | 2;
  readonly track: string;
  readonly status: 'in-progress' | 'paused' | 'completed';
  readonly startedAt: Date;
  readonly updatedAt: Date;
  /** Seconds, pauses included; absent: it goes on. */
  readonly duration?: number;
}

export interface RecordingRequest extends Pick<CallRecording, 'source' | 'channels' | 'track'> {
  callback?: Omit<Action, 'params'>;
  /** Of which of its statuses the callback is told. */
  events: readonly string[];
}

type Draft = RecordingRequest & { -readonly [Key in keyof CallRecording]: CallRecording[Key] } & {
  /** The call's time when it began. */
  since: number;
};

/** The recordings of one call that are made besides its verbs (https://www.twilio.com/docs/voice/api/recording). */
export class CallRecordings {
  private readonly drafts: Draft[] = [];

  constructor(private readonly line: Line & { readonly clock: { readonly seconds: number } }) {}

  get all(): readonly CallRecording[] {
    return this.drafts;
  }

  start(request: RecordingRequest): CallRecording {
    const now = new Date();
    const draft: Draft = {
      ...request,
      sid: newSid('RE'),
      status: 'in-progress',
      startedAt: now,
      updatedAt: now,
      since: this.line.clock.seconds,
    };
    this.drafts.push(draft);
    this.tell(draft);
    return draft;
  }

  /** @param sid `Twilio.CURRENT` is the last one that goes on; undefined is returned where there is none */
  find(sid: string): CallRecording | undefined {
    if (sid !== 'Twilio.CURRENT') return this.drafts.find(draft => draft.sid === sid);
    return this.drafts.findLast(({ status }) => status !== 'completed');
  }

  /** Nothing comes after a recording is completed. */
  update(sid: string, status: CallRecording['status']): void {
    const draft = this.drafts.find(draft => draft.sid === sid);
    if (!draft || draft.status === 'completed') return;
    draft.status = status;
    draft.updatedAt = new Date();
    if (status !== 'completed') return;
    draft.duration = this.line.clock.seconds - draft.since;
    this.tell(draft);
  }

  /** The call is over. @returns what its status callback is told of the recording that it was placed with */
  finish(): Params {
    for (const { sid } of this.drafts) this.update(sid, 'completed');
    const whole = this.drafts.find(({ source }) => source === 'OutboundAPI');
    return whole ? this.params(whole) : {};
  }

  private params({ sid, duration }: Draft): Params {
    return {
      RecordingSid: sid,
      RecordingUrl: recordingUrl(this.line.parties.accountSid, sid),
      ...(duration !== undefined && { RecordingDuration: String(duration) }),
    };
  }

  private tell(draft: Draft): void {
    const { callback, events, status, channels, startedAt, source, track } = draft;
    if (!callback || !events.includes(status)) return;
    this.line.callback({
      ...callback,
      params: {
        AccountSid: this.line.parties.accountSid,
        CallSid: this.line.parties.callSid,
        ...this.params(draft),
        RecordingStatus: status,
        RecordingChannels: String(channels),
        RecordingStartTime: startedAt.toUTCString(),
        RecordingSource: source,
        RecordingTrack: track,
      },
    });
  }
}

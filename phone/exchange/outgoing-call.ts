import { setImmediate, setTimeout } from 'node:timers/promises';
import type { LiveCallOptions } from '../call/options';
import type { RecordingRequest } from '../call/recordings';
import type { Action, Destination, End } from '../call/line';
import { LiveCall } from '../call/live-call';
import type { Voice } from '../outcome';
import type { Params } from '../params';
import type { Device, PickUp } from './device';

export interface OutgoingCallOptions extends LiveCallOptions {
  /** What is obeyed once the call is answered. */
  first: Destination;
  statusCallback?: Omit<Action, 'params'>;
  /** Seconds that it rings; only really waited. */
  timeout: number;
  machineDetection?: 'Enable' | 'DetectMessageEnd';
  /** Keys that are pressed as soon as it is answered. */
  sendDigits?: string;
  /** The whole call is recorded. */
  record?: RecordingRequest;
}

/** What detection says of whom it hears (https://www.twilio.com/docs/voice/answering-machine-detection). */
const detected: Record<'Enable' | 'DetectMessageEnd', Record<Voice, string>> = {
  Enable: { human: 'human', machine: 'machine_start', fax: 'fax' },
  DetectMessageEnd: { human: 'human', machine: 'machine_end_beep', fax: 'fax' },
};
/** Milliseconds that it takes to say so. */
const DETECTION = 2_400;

/** A call that an application places through the REST API: it rings a telephone before anything is obeyed. */
export class OutgoingCall extends LiveCall {
  constructor(
    private readonly call: OutgoingCallOptions,
    private readonly device: Device | undefined,
  ) {
    super(call, {
      direction: 'outbound-api',
      status: 'queued',
      unanswered: 'canceled',
      patient: true,
      ...(call.statusCallback && { statusCallback: call.statusCallback }),
    });
  }

  protected override async begin(): Promise<Destination | End> {
    await setImmediate(); // whoever places it first learns that it is queued
    this.statusCallbacks.tell('initiated', { CallStatus: 'initiated' });
    this.line.status = 'ringing';
    this.statusCallbacks.tell('ringing');
    const pickUp = await this.line.unlessInterrupted(this.ring());
    if (pickUp === undefined) return { do: 'end', reason: 'not-answered' };
    if (typeof pickUp === 'string') return { do: 'end', reason: 'not-answered', status: pickUp };

    const { first, machineDetection, record, sendDigits } = this.call;
    this.line.listen(pickUp);
    if (machineDetection) this.answeredBy = detected[machineDetection][pickUp.as];
    this.line.pickUp();
    if (record) this.recordings.start(record);
    if (sendDigits !== undefined) this.line.tell({ kind: 'play', digits: sendDigits, loop: 1 });
    return 'url' in first ? { ...first, params: { ...first.params, ...this.detection() } } : first;
  }

  private async ring(): Promise<PickUp> {
    const { realTime = false, timeout } = this.call;
    const ringing = new AbortController();
    const signal = AbortSignal.any([this.line.over, ringing.signal]);
    const { sid: callSid, from, to } = this;
    const hangUp = () => this.hangUp();
    const answer = this.device?.ring?.({ callSid, from, to, signal, over: this.place(), hangUp });
    try {
      if (!realTime) return (await answer) ?? 'no-answer';
      const silence = setTimeout(timeout * 1000, 'no-answer' as const, { signal });
      return await Promise.race([answer ?? silence, silence]);
    } finally {
      ringing.abort();
    }
  }

  private detection(): Params {
    if (this.answeredBy === undefined) return {};
    return { AnsweredBy: this.answeredBy, MachineDetectionDuration: String(DETECTION) };
  }
}

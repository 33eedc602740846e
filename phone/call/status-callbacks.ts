import type { CallStatus, Params } from '../params';

/** https://www.twilio.com/docs/voice/api/call-resource#statuscallbackevent */
export type StatusEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

/** Numbers what a call's status callback is told, in the order in which it happens. */
export class StatusCallbacks {
  private sequence = 0;

  constructor(
    private readonly events: readonly StatusEvent[],
    private readonly send: (params: Params) => void,
  ) {}

  /** Tells of an event, if it is one that the callback wants to know. */
  tell(event: StatusEvent, about: Params = {}): void {
    if (!this.events.includes(event)) return;
    this.send({
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(this.sequence++),
      Timestamp: new Date().toUTCString(),
      ...about,
    });
  }

  /** @param seconds the call's duration; Twilio tells it in begun minutes too, where the call was answered */
  tellEnd(status: CallStatus, seconds: number, about: Params): void {
    this.tell('completed', {
      CallDuration: String(seconds),
      ...(status === 'completed' && { Duration: String(Math.ceil(seconds / 60)) }),
      ...about,
    });
  }
}

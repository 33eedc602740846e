import type { LiveCall } from '../call/live-call';
import type { Account } from './account';
import { OutgoingCall, type OutgoingCallOptions } from './outgoing-call';

/** Calls that are over go when there are more, the oldest first: an engine may run for weeks. */
const KEPT = 2_000;

/** A call that an application wants to have placed. */
export type CallRequest = Omit<OutgoingCallOptions, 'accountSid' | 'authToken' | 'realTime'>;

/** The calls that an exchange knows: those that applications place, and those that phones have registered. */
export class Calls {
  private readonly kept: LiveCall[] = [];

  constructor(
    private readonly account: Account,
    private readonly realTime: boolean,
  ) {}

  get all(): readonly LiveCall[] {
    return this.kept;
  }

  find(callSid: string): LiveCall | undefined {
    return this.kept.find(({ sid }) => sid === callSid);
  }

  register(call: LiveCall): void {
    this.kept.push(call);
    if (this.kept.length <= KEPT) return;
    const oldest = this.kept.findIndex(({ endedAt }) => endedAt !== undefined);
    if (oldest >= 0) this.kept.splice(oldest, 1);
  }

  /** Rings whoever has the number. */
  place(request: CallRequest): LiveCall {
    const { sid: accountSid, token: authToken, background } = this.account;
    const device = this.account.deviceOf(request.to);
    const realTime = device?.realTime ?? this.realTime;
    const call = new OutgoingCall({ ...request, accountSid, authToken, realTime }, device);
    this.register(call);
    background.run(call.place());
    return call;
  }

  hangUp(): void {
    for (const call of this.kept) call.hangUp();
  }
}

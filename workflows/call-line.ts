import { CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { CallControl } from '../activities/contract';
import { eventUrl } from '../widgets/webhook-urls';
import { LISTEN } from './contract';
import type { ExecutionState } from './execution-state';

/** Makes a live call hear the execution, or nothing any more, where the call does not come by itself. */
export class CallLine {
  private taking: CancellationScope | undefined;

  constructor(private readonly state: ExecutionState) {}

  /**
   * The caller listens to something else, and is to hear the present answer.
   * @param gone told when the call turns out to be over
   */
  takeBack(gone: () => void): void {
    const { input, call, answered } = this.state;
    if (!call) return;
    this.leaveBe();
    const { takeBack } = proxyActivities<CallControl>({
      startToCloseTimeout: '15s',
      scheduleToCloseTimeout: '10m',
      retry: { maximumInterval: '30s' },
      summary: 'takes the call back',
    });
    const url = eventUrl({ ...this.state.session(), step: answered }, LISTEN);
    const scope = (this.taking = new CancellationScope());
    scope
      .run(() => takeBack({ accountSid: input.accountSid, callSid: call.sid, url }))
      .then(live => {
        if (!live && this.state.answered === answered) gone();
      })
      .catch((error: unknown) => {
        // The call has come by itself, or the execution is over.
        if (isCancellation(error)) return;
        const message = 'The call could not be taken back: the caller hears this with the next request';
        this.state.warn([{ code: 81007, message }]);
      })
      .finally(() => {
        if (this.taking === scope) this.taking = undefined;
      });
  }

  /** The call is being taken back. */
  get busy(): boolean {
    return this.taking !== undefined;
  }

  /** The call has come by itself. */
  leaveBe(): void {
    this.taking?.cancel();
    this.taking = undefined;
  }

  async hangUp(): Promise<void> {
    const { input, call } = this.state;
    if (!call || (call.silent && !call.rings)) return;
    const { endCall } = proxyActivities<CallControl>({
      startToCloseTimeout: '15s',
      retry: { maximumAttempts: 2 },
    });
    try {
      await endCall({ accountSid: input.accountSid, callSid: call.sid });
    } catch {
      // The caller hears the end with the next request instead.
    }
  }
}

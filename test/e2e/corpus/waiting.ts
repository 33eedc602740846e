import type { Execution } from '../../setup/execution';
import { until } from '../../setup/until';

/** Waits until an execution waits for something that may not come. @returns seconds of its timer */
export async function untilItWaits({ handle }: Execution): Promise<number> {
  let seconds: number | undefined;
  await until(async () => (seconds = await openTimer(handle)) !== undefined);
  return seconds ?? 0;
}

async function openTimer(handle: Execution['handle']): Promise<number | undefined> {
  const open = new Map<string, number>();
  const { events } = await handle.fetchHistory();
  for (const event of events ?? []) {
    const started = event.timerStartedEventAttributes;
    const over = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
    if (started) open.set(started.timerId ?? '', Number(started.startToFireTimeout?.seconds ?? 0));
    else if (over) open.delete(over.timerId ?? '');
  }
  return [...open.values()].at(-1);
}

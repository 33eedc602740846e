import type { Webhook } from '../../workflows/contract';
import type { Execution } from './execution';
import { until } from './until';

/** The requests that an execution has taken in, in the order in which Temporal has written them down. */
export async function takenIn({ handle }: Execution): Promise<Webhook[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => {
    const data = accepted?.acceptedRequest?.input?.args?.payloads?.[0]?.data;
    return data ? [JSON.parse(Buffer.from(data).toString()) as Webhook] : [];
  });
}

/** Waits until an execution has taken in so many requests, answered or not. */
export async function untilTakenIn(execution: Execution, count: number): Promise<void> {
  await until(async () => (await takenIn(execution)).length >= count);
}

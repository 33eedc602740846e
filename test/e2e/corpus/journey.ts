import { setTimeout as sleep } from 'node:timers/promises';
import type { Conversation, Message } from '../../../phone/exchange/exchange';
import type { CallRecord, Happening } from '../../../phone/record';
import type { ExecutionResult, Step } from '../../../workflows/contract';
import type { Execution } from '../../setup/execution';
import type { Start } from './start';
import { Company } from './company';
import type { Decide } from './explore';
import type { Exported } from './exported';
import { openingOf } from './opening';
import type { Stage } from './stage';
import { Writer } from './writer';

/** What has come of an execution that is over. */
export interface Journey {
  result: ExecutionResult;
  steps: Step[];
  calls: CallRecord[];
  /** What somebody met with who has written. */
  written: readonly Happening[];
  /** What was sent. */
  messages: readonly Message[];
  /** How many tasks were made, and how many requests for one were accepted. */
  tasks: { made: number; accepted: number };
  conversations: readonly Conversation[];
  /** Widgets that have met with refusals and errors. */
  troubled: ReadonlySet<string>;
}

/** Milliseconds in which an execution is over that nobody keeps waiting. */
const PATIENCE = 30_000;

/** Takes one execution from its start to its end; whoever it meets with does what is decided. */
export async function travel(
  stage: Stage,
  exported: Exported,
  start: Start,
  decide: Decide,
): Promise<Journey> {
  const { engine } = stage;
  const { exchange } = engine;
  const writer = new Writer(engine, engine.flowAt(exported.sid));
  const options = { stage, exported, start, decide, writer };
  const opening = await openingOf(options);
  const { execution } = opening;
  const company = new Company(options, execution);
  const before = {
    messages: exchange.messages.length,
    tasks: exchange.tasks.length,
    conversations: exchange.conversations.length,
  };
  stage.company = company;
  const over = async (): Promise<ExecutionResult> => {
    await opening.begin(company);
    const result = await execution.result();
    await company.settled();
    return result;
  };
  const result = await withPatience(Promise.race([over(), company.failure]), execution);
  return {
    result,
    steps: await execution.steps(),
    calls: await Promise.all(company.calls),
    written: writer.happenings,
    messages: exchange.messages.slice(before.messages).filter(({ direction }) => direction !== 'inbound'),
    tasks: { made: exchange.tasks.length - before.tasks, accepted: company.tasks },
    conversations: exchange.conversations.slice(before.conversations),
    troubled: company.troubled,
  };
}

async function withPatience<T>(work: Promise<T>, execution: Execution): Promise<T> {
  const done = new AbortController();
  const stuck = async (): Promise<never> => {
    await sleep(PATIENCE, undefined, { signal: done.signal });
    const way = (await execution.steps()).map(({ from, name }) => `${from} ${name}`);
    void execution.handle.terminate();
    throw new Error(`stuck after ${way.join()}`);
  };
  try {
    return await Promise.race([work, stuck()]);
  } finally {
    done.abort();
  }
}

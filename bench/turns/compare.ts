import { Agent } from 'undici';
import { saveFlow } from '../../store/save-flow';
import type { Stage } from '../stage';
import { mean, median, percentile } from '../statistics';
import { Turn } from './call';
import type { Contender } from './contender';
import { Floor } from './floor';
import { benchFlow } from './flow';
import { measureWindow, type Window } from './window';

/** What a contender's windows under one load come to. Times in milliseconds. */
export interface Measured {
  contender: string;
  /** Calls at once. */
  atOnce: number;
  turns: number;
  p50: number;
  p99: number;
  /** The middle one of the rounds' ratios to the floor's p50 and p99 in the same round. */
  ratio: number;
  ratioP99: number;
  perSecond: number;
  opening: number;
  events: number;
  bytes: number;
  cpu: Record<string, number>;
}

/** Short, so that a drift of the machine meets all contenders alike. */
const WINDOW_SECONDS = 2;
const WARM_UP_SECONDS = 2;

/** Has the contenders' turns, alone and under load, a window of each in every round. */
export async function compareTurns(
  stage: Stage,
  { seconds, calls }: { seconds: number; calls: number },
  progress: (text: string) => void,
): Promise<Measured[]> {
  const { client, gatewayUrl, pids } = stage;
  await saveFlow(client, stage.taskQueue, benchFlow);
  const agent = new Agent();
  const contenders = [
    new Floor(client),
    new Turn('turn', { Digits: '1', FinishedOnKey: '', msg: 'Gather' }, gatewayUrl, agent),
    new Turn(
      'turn of 4 widgets',
      { SpeechResult: 'yes', Confidence: '0.9', msg: 'Gather' },
      gatewayUrl,
      agent,
    ),
  ];
  const loads = [...new Set([1, calls])];
  const round = async (seconds: number, order: Contender[]): Promise<Map<string, Window>> => {
    const windows = new Map<string, Window>();
    for (const atOnce of loads) {
      for (const contender of order) {
        const window = await measureWindow({ contender, calls, atOnce, seconds, client, pids });
        windows.set(key(contender.name, atOnce), window);
      }
    }
    return windows;
  };
  try {
    progress('Warming up');
    await round(WARM_UP_SECONDS, contenders);
    const rounds: Map<string, Window>[] = [];
    const count = Math.max(Math.round(seconds / WINDOW_SECONDS), 1);
    while (rounds.length < count) {
      progress(`Round ${rounds.length + 1} of ${count}`);
      const order = rounds.length % 2 === 0 ? contenders : contenders.toReversed();
      rounds.push(await round(seconds / count, order));
    }
    return loads.flatMap(atOnce => contenders.map(({ name }) => summary(name, atOnce, rounds)));
  } finally {
    await agent.close();
  }
}

function key(contender: string, atOnce: number): string {
  return `${contender} ${atOnce}`;
}

function summary(contender: string, atOnce: number, rounds: readonly Map<string, Window>[]): Measured {
  const windows = rounds.map(round => round.get(key(contender, atOnce))!);
  const ratio = (hundredths: number): number =>
    median(
      rounds.map((round, index) => {
        const floor = round.get(key('floor', atOnce))!;
        return percentile(windows[index]!.turns, hundredths) / percentile(floor.turns, hundredths);
      }),
    );
  const turns = windows.flatMap(window => window.turns);
  const processes = Object.keys(windows[0]!.cpu);
  return {
    contender,
    atOnce,
    turns: turns.length,
    p50: percentile(turns, 50),
    p99: percentile(turns, 99),
    ratio: ratio(50),
    ratioP99: ratio(99),
    perSecond: mean(windows.map(window => window.perSecond)),
    opening: median(windows.flatMap(window => window.openings)),
    events: mean(windows.map(window => window.events)),
    bytes: mean(windows.map(window => window.bytes)),
    cpu: Object.fromEntries(
      processes.map(process => [process, mean(windows.map(window => window.cpu[process]!))]),
    ),
  };
}

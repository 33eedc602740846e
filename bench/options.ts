import { parseArgs } from 'node:util';

export interface Options {
  /** Measured for each contender and load. */
  seconds: number;
  /** At once. */
  calls: number;
  json: boolean;
}

/** A mistake in the command line. */
export class UsageError extends Error {}

export const help = `Measures what a turn of a call costs, how many webhooks it saves to join Say/Play to what follows, and the REST API.

  npm run bench -- [--seconds N] [--calls N] [--json]

  --seconds N  seconds to measure the floor and each kind of turn and request, alone and under load (default: 10)
  --calls N    calls, or requests, at once under load (default: 20)
  --json       the results as JSON

It starts a Temporal server, a gateway and workers of its own on free ports of 127.0.0.1, and stops them.
FLOWS_CORPUS is the folder of flows whose webhooks are counted; without it, examples/flows.
What is expected stands beside what was measured; nothing fails.
Flags of Node are passed on: node --cpu-prof dist/bench/main.js shows what each process does.`;

/** undefined: help is wanted. @throws UsageError */
export function readOptions(args: string[]): Options | undefined {
  const { seconds, calls, json, help: wanted } = parse(args);
  if (wanted) return undefined;
  return { seconds: positive('seconds', seconds), calls: positive('calls', calls), json };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        seconds: { type: 'string', default: '10' },
        calls: { type: 'string', default: '20' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function positive(name: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} ${text}: it must be a whole number from 1 to 9999.`);
}

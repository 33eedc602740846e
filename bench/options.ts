import { parseArgs } from 'node:util';

/** What can be measured, in this order. */
export const PARTS = ['turns', 'webhooks', 'rest'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  parts: readonly Part[];
  /** Measured for each contender and load. */
  seconds: number;
  /** At once. */
  calls: number;
  json: boolean;
}

/** A mistake in the command line. */
export class UsageError extends Error {}

export const help = `Measures what a turn of a call costs, how many webhooks it saves to join Say/Play to what follows, and the REST API.

  npm run bench -- [turns] [webhooks] [rest] [--seconds N] [--calls N] [--json]

  turns, webhooks, rest
               only these, instead of all
  --seconds N  seconds to measure the floor and each kind of turn and request, alone and under load (default: 10)
  --calls N    calls, or requests, at once under load (default: 20)
  --json       the results as JSON, at the end; each part is told as soon as it is measured otherwise

It starts a Temporal server, a gateway and workers of its own on free ports of 127.0.0.1, and stops them.
FLOWS_CORPUS is the folder of flows whose webhooks are counted; without it, examples/flows.
What is expected stands beside what was measured; nothing fails.
Flags of Node are passed on: node --cpu-prof dist/bench/main.js shows what each process does.`;

/** undefined: help is wanted. @throws UsageError */
export function readOptions(args: string[]): Options | undefined {
  const { values, positionals } = parse(args);
  const { seconds, calls, json, help: wanted } = values;
  if (wanted) return undefined;
  const unknown = positionals.find(part => !PARTS.some(known => known === part));
  if (unknown !== undefined) throw new UsageError(`${unknown}: it must be ${PARTS.join(', ')}.`);
  const parts = PARTS.filter(part => positionals.length === 0 || positionals.includes(part));
  return { parts, seconds: positive('seconds', seconds), calls: positive('calls', calls), json };
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
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function positive(name: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} ${text}: it must be a whole number from 1 to 9999.`);
}

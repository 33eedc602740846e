import { parseArgs } from 'node:util';
import { isSid } from '../../config/accounts';
import { parseDuration } from './duration';
import { isSearchable } from '../../store/visibility';
import type { Filter } from './query';

/** The command was called wrongly. */
export class UsageError extends Error {}

export interface ListOptions {
  command: 'list';
  filter: Filter;
  json: boolean;
}

export interface EndOptions {
  command: 'end';
  filter: Filter;
  json: boolean;
  dryRun: boolean;
  /** Nobody is asked. */
  yes: boolean;
  /** Milliseconds for which executions are waited for. */
  wait: number;
  /** Those that have not ended by then are terminated. */
  terminate: boolean;
}

export const help = `Usage: npm run executions -- list|end [filters] [options]

  list   shows the active executions that fit all of the filters
  end    ends them; they are counted first, and you are asked

Filters:
  --older-than DURATION   begun that long ago: 90s, 15m, 2h, 3d
  --contact ADDRESS       of this contact, as list shows it; may be repeated
  --flow SID              of this flow (FW...); may be repeated

Options of end:
  --all                   every active execution, in place of filters
  --dry-run               only show what would be ended
  --yes                   do not ask
  --wait DURATION         how long they are waited for; 30s unless told
  --terminate             terminate those that have not ended by then, without a word to their callers

Options of both:
  --json                  an object for each execution, one a line
  --help

Temporal is the one of the TEMPORAL_... variables, as for worker and gateway; without them, the one that npm start
runs on this machine.

Exit status: 0 all is done, 1 something could not be ended or Temporal not be reached, 2 the command was called wrongly.
`;

const filters = {
  'older-than': { type: 'string' },
  contact: { type: 'string', multiple: true },
  flow: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

const options = {
  ...filters,
  all: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false, short: 'y' },
  wait: { type: 'string', default: '30s' },
  terminate: { type: 'boolean', default: false },
} as const;

/** undefined: help is wanted. @throws UsageError */
export function readOptions(argv: string[]): ListOptions | EndOptions | undefined {
  const { values, positionals, tokens } = parse(argv);
  if (values.help) return undefined;
  const [command, ...rest] = positionals;
  if (command !== 'list' && command !== 'end') {
    throw new UsageError(command === undefined ? 'Say list or end.' : `${command}: it must be list or end.`);
  }
  if (rest.length > 0) throw new UsageError(`${rest.join(' ')}: filters have names, such as --contact.`);
  const filter = readFilter(values);
  const { json } = values;
  if (command === 'list') {
    const foreign = tokens.find(token => token.kind === 'option' && !(token.name in filters));
    if (foreign?.kind === 'option') throw new UsageError(`--${foreign.name} belongs to end.`);
    return { command, filter, json };
  }
  if (values.all === Object.keys(filter).length > 0) {
    throw new UsageError(values.all ? 'Either --all or filters.' : 'Say which, or --all.');
  }
  const { 'dry-run': dryRun, yes, terminate } = values;
  return { command, filter, json, dryRun, yes, wait: duration('wait', values.wait), terminate };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readFilter(values: ReturnType<typeof parse>['values']): Filter {
  const { 'older-than': olderThan, contact: contacts, flow: flows } = values;
  for (const contact of contacts ?? []) {
    if (!isSearchable(contact)) {
      throw new UsageError(
        `--contact ${contact}: Temporal cannot look for it: it is empty, holds " or \\, or begins or ends with '.`,
      );
    }
  }
  for (const flow of flows ?? []) {
    const right: boolean = isSid('FW', flow);
    if (!right) throw new UsageError(`--flow ${flow}: it must be the SID of a flow, FW...`);
  }
  return {
    ...(olderThan !== undefined && { olderThan: duration('older-than', olderThan) }),
    ...(contacts && { contacts }),
    ...(flows && { flows }),
  };
}

function duration(name: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) {
    throw new UsageError(`--${name} ${text}: it must be a duration, such as 90s, 15m, 2h or 3d.`);
  }
  return milliseconds;
}

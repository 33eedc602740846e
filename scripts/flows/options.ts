import { parseArgs } from 'node:util';
import { isSid } from '../../config/accounts';

/** The command was called wrongly. */
export class UsageError extends Error {}

export type Options =
  | { command: 'validate'; files: string[] }
  | { command: 'import'; files: string[]; draft: boolean; account?: string }
  | { command: 'export'; flows: string[] | 'all'; revision?: number; to: string; account?: string }
  | { command: 'diff'; flow: string; file: string; revision?: number; account?: string };

export const help = `Usage: npm run flows -- validate|import|export|diff ...

  validate FILE|FOLDER...           says what is wrong with flows, and what is most likely a mistake
  import   FILE|FOLDER... [--draft] makes what has changed the flows' next revisions
  export   FW...|--all [--to FOLDER] [--revision N]
                                    writes FW....json, and FW....settings.json where a flow has settings;
                                    not beside a file of another name that is the same flow
  diff     FW... FILE [--revision N]
                                    what the file would change, widget by widget

  --draft         save as drafts, which only test users run; published unless told
  --all           every flow of the account
  --revision N    this revision; the latest one unless told
  --to FOLDER     where the files are written; here unless told
  --account AC... whose flows they are; TWILIO_ACCOUNT_SID unless told, or the account of npm start
  --help

As in FLOWS_DIR, a file's flow is the one whose SID it is named by, any other name makes a SID of its own, and what
lies in a folder that is named by an account's SID is that account's.
Temporal is the one of the TEMPORAL_... variables, as for worker and gateway; without them, the one that npm start
runs on this machine. TASK_QUEUE is that of the workers. Only import needs a worker, validate not even Temporal.

Exit status: 0 all is well (diff: they say the same), 1 it is not (diff: they differ), 2 the command was called
wrongly, or Temporal cannot be reached.
`;

const options = {
  account: { type: 'string' },
  draft: { type: 'boolean' },
  all: { type: 'boolean' },
  revision: { type: 'string' },
  to: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Which options each command takes. */
const taken: Record<Options['command'], readonly string[]> = {
  validate: [],
  import: ['draft', 'account'],
  export: ['all', 'revision', 'to', 'account'],
  diff: ['revision', 'account'],
};

/** undefined: help is wanted. @throws UsageError */
export function readOptions(argv: string[]): Options | undefined {
  const { values, positionals } = parse(argv);
  if (values.help) return undefined;
  const [command, ...names] = positionals;
  if (command === undefined) throw new UsageError('Say validate, import, export or diff.');
  if (!isCommand(command)) throw new UsageError(`${command}: it must be validate, import, export or diff.`);
  const foreign = Object.keys(values).find(name => !taken[command].includes(name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} is no option of ${command}.`);
  const account = values.account === undefined ? {} : { account: sid('AC', values.account, '--account') };
  const revision = values.revision === undefined ? {} : { revision: positive(values.revision) };
  switch (command) {
    case 'validate':
    case 'import': {
      if (names.length === 0) throw new UsageError('Say which files or folders.');
      if (command === 'validate') return { command, files: names };
      return { command, files: names, draft: values.draft ?? false, ...account };
    }
    case 'export': {
      if (values.all ? names.length > 0 : names.length === 0)
        throw new UsageError('Say which flows, or --all.');
      if (revision.revision !== undefined && names.length !== 1)
        throw new UsageError('--revision is of one flow.');
      const flows = values.all ? 'all' : names.map(name => sid('FW', name, 'export'));
      return { command, flows, to: values.to ?? '.', ...revision, ...account };
    }
    case 'diff': {
      const [flow, file, ...more] = names;
      if (flow === undefined || file === undefined || more.length > 0) {
        throw new UsageError('Say one flow, and one file.');
      }
      return { command, flow: sid('FW', flow, 'diff'), file, ...revision, ...account };
    }
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function isCommand(word: string): word is Options['command'] {
  return word in taken;
}

function sid(prefix: 'AC' | 'FW', text: string, what: string): string {
  const right: boolean = isSid(prefix, text);
  if (!right) throw new UsageError(`${what} ${text}: it must be a SID, ${prefix}...`);
  return text;
}

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`--revision ${text}: it must be a number from 1 on.`);
  return Number(text);
}

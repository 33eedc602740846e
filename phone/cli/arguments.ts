import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '../errors';

export interface Arguments {
  command: 'call' | 'chat' | 'receive' | 'check';
  /** Absent: the flow file's. */
  target?: string | undefined;
  flow?: string | undefined;
  /** Absent: a number that is made up. */
  from?: string | undefined;
  messagingService?: string | undefined;
  /** Absent: a person answers. */
  script?: string[] | undefined;
  fast: boolean;
  /** Where what happens is to be written. */
  record?: string | undefined;
  /** Files to be checked. */
  files: string[];
  gateway?: string | undefined;
  account?: string | undefined;
  token?: string | undefined;
  verbose: boolean;
  json: boolean;
  help: boolean;
}

/** @throws UsageError for arguments that mean nothing */
export function readArguments(argv: string[]): Arguments {
  const { values, positionals } = parse(argv);
  const { script: file, answer, check, chat, receive } = values;
  const command = check ? 'check' : receive ? 'receive' : chat ? 'chat' : 'call';
  const [target, ...more] = check ? [] : positionals;
  const { flow, record, from, 'messaging-service': messagingService } = values;
  refuse([
    [check && chat, 'either --check or --chat, not both: the file tells what it is'],
    [receive && chat, 'either --receive or --chat, not both: a chat receives calls too'],
    [more.length > 0, `one number at a time, not also ${more.join(' ')}`],
    [target !== undefined && flow !== undefined, 'either a number or --flow, not both'],
    [file !== undefined && answer !== undefined, 'either --script or --answer, not both'],
    [receive && (target ?? flow) !== undefined, '--receive only waits: to write to a number use --chat'],
    [
      check && [flow, record, from, file, answer].some(Boolean),
      '--check does what its files tell, nothing else',
    ],
    [messagingService !== undefined && command !== 'chat', '--messaging-service is for --chat'],
  ]);
  return {
    ...values,
    command,
    target,
    messagingService,
    script: file === undefined ? answer : readScript(file),
    files: check ? [...check, ...positionals] : [],
  };
}

function refuse(refusals: [boolean | undefined | string[], string][]): void {
  for (const [applies, message] of refusals) if (applies) throw new UsageError(message);
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        chat: { type: 'boolean', default: false },
        receive: { type: 'boolean', default: false },
        flow: { type: 'string' },
        from: { type: 'string' },
        'messaging-service': { type: 'string' },
        script: { type: 'string' },
        answer: { type: 'string', multiple: true },
        fast: { type: 'boolean', default: false },
        record: { type: 'string' },
        check: { type: 'string', multiple: true },
        gateway: { type: 'string' },
        account: { type: 'string' },
        token: { type: 'string' },
        verbose: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readScript(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch (error) {
    throw new UsageError(`the script ${file} cannot be read: ${(error as Error).message}`);
  }
}

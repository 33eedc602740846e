import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from './errors';
import { scriptHelp } from './script';

export const help = `Usage: npm run phone -- NUMBER [options]

Places a call to a running engine as Twilio would, and obeys the TwiML it gets.

NUMBER is a telephone number that \`npm start\` has printed, the SID of a flow (FW...) or the URL of a TwiML
application. With --flow it may be left out.

  --flow FILE        run a flow file that is not imported yet
  --from NUMBER      who calls; +15557654321 unless told
  --script FILE      answers, one a line, instead of yours; nothing is waited for
  --answer ANSWER    the same, one answer each; may be repeated
  --fast             do not wait for pauses and timeouts
  --gateway URL      instead of the running engine's
  --account SID      instead of TWILIO_ACCOUNT_SID or the running engine's
  --token TOKEN      instead of TWILIO_AUTH_TOKEN (which other users cannot see) or the running engine's
  --verbose          show requests and TwiML
  --json             print the record of the call as JSON when it is over
  --help

Without a script, type digits to press keys and words to speak; an empty line is silence, \`hangup\` hangs up.

${scriptHelp}

Exit status: 0 the call has ended normally, 1 an application error, 2 the phone was called wrongly.
`;

export interface Arguments {
  /** Absent: the flow file's. */
  target?: string;
  flow?: string;
  from: string;
  /** Absent: a person answers. */
  script?: string[];
  fast: boolean;
  gateway?: string;
  account?: string;
  token?: string;
  verbose: boolean;
  json: boolean;
  help: boolean;
}

/** @throws UsageError for arguments that mean nothing */
export function readArguments(argv: string[]): Arguments {
  const { values, positionals } = parse(argv);
  const { script: file, answer, flow, gateway, account, token } = values;
  const [target, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`one number at a time, not also ${rest.join(' ')}`);
  if (target !== undefined && flow !== undefined) throw new UsageError('either a number or --flow, not both');
  if (file !== undefined && answer !== undefined)
    throw new UsageError('either --script or --answer, not both');
  const script = file === undefined ? answer : readScript(file);
  return {
    ...(target !== undefined && { target }),
    ...(flow !== undefined && { flow }),
    ...(script && { script }),
    ...(gateway !== undefined && { gateway }),
    ...(account !== undefined && { account }),
    ...(token !== undefined && { token }),
    from: values.from,
    fast: values.fast,
    verbose: values.verbose,
    json: values.json,
    help: values.help,
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        flow: { type: 'string' },
        from: { type: 'string', default: '+15557654321' },
        script: { type: 'string' },
        answer: { type: 'string', multiple: true },
        fast: { type: 'boolean', default: false },
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

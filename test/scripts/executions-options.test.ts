import { PassThrough } from 'node:stream';
import { formatDuration, parseDuration } from '../../scripts/executions/duration';
import { run } from '../../scripts/executions/main';
import { readOptions } from '../../scripts/executions/options';

const FLOW = `FW${'1'.repeat(32)}`;

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['3d', 259_200_000],
    ['0s', 0],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '2', 'h', '2 h', '-2h', '1.5h', '2H', '2h30m', '1e3s', '9999999d'])('is not "%s"', text => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('is shown in its largest unit', () => {
    expect([999, 59_999, 60_000, 7_199_000, 90_000_000].map(formatDuration)).toEqual([
      '0s',
      '59s',
      '1m',
      '1h',
      '1d',
    ]);
  });
});

describe('the options of npm run executions', () => {
  it('are none but the command for all', () => {
    expect(readOptions(['list'])).toEqual({ command: 'list', filter: {}, json: false });
    expect(readOptions(['end', '--all'])).toEqual({
      command: 'end',
      filter: {},
      json: false,
      dryRun: false,
      yes: false,
      wait: 30_000,
      terminate: false,
    });
  });

  it('hold filters, which may name several', () => {
    const filters = ['--older-than', '2h', '--contact', '+1', '--contact', '+2', '--flow', FLOW];
    expect(readOptions(['list', ...filters])?.filter).toEqual({
      olderThan: 7_200_000,
      contacts: ['+1', '+2'],
      flows: [FLOW],
    });
  });

  it.each<[string[], string]>([
    [[], 'Say list or end.'],
    [['stop'], 'stop: it must be list or end.'],
    [['end'], 'Say which, or --all.'],
    [['end', '--yes'], 'Say which, or --all.'],
    [['end', '+15557654321'], '+15557654321: filters have names, such as --contact.'],
    [['end', '--all', '--contact', '+1'], 'Either --all or filters.'],
    [['end', '--contact', ''], '--contact : Temporal cannot look for it'],
    [['end', '--contact', "x\\' OR 1 = 1"], 'Temporal cannot look for it'],
    [['end', '--contact', '"quoted"'], 'Temporal cannot look for it'],
    [['end', '--contact', "'; DROP TABLE executions_visibility"], 'Temporal cannot look for it'],
    [
      ['list', '--older-than', 'yesterday'],
      '--older-than yesterday: it must be a duration, such as 90s, 15m, 2h or 3d.',
    ],
    [['end', '--all', '--wait', '5'], '--wait 5: it must be a duration, such as 90s, 15m, 2h or 3d.'],
    [['list', '--flow', 'reception'], '--flow reception: it must be the SID of a flow, FW...'],
    [['list', '--yes'], '--yes belongs to end.'],
    [['list', '--all'], '--all belongs to end.'],
    [['list', '--colour'], "Unknown option '--colour'"],
    [['end', '--all'], 'Nobody can be asked here: add --yes, or --dry-run.'],
  ])('are refused: %j', async (argv, message) => {
    const said = { stdout: '', stderr: '' };
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    stdout.on('data', text => (said.stdout += String(text)));
    stderr.on('data', text => (said.stderr += String(text)));
    // Nobody listens there: what is wrong is said before.
    const env = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
    expect(await run(argv, { stdin, stdout, stderr, env })).toBe(2);
    expect(said.stderr).toContain(message);
    expect(said.stdout).toBe('');
  });

  it('are explained', async () => {
    const stdout = new PassThrough();
    const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {} };
    expect(await run(['--help'], io)).toBe(0);
    expect(String(stdout.read())).toContain('--older-than DURATION');
  });
});

import { table } from './table';
import type { Measured } from './turns/compare';
import type { WebhookCount } from './webhooks/count';

/** What a turn of one widget may cost, as a multiple of the floor. */
const EXPECTED = { alone: '≤ 1.5', load: '≤ 1.25', events: '6', rpcs: '1', webhooks: '≤ 0.6' };

export function turnLines(turns: readonly Measured[]): string {
  return [
    'Turns: milliseconds; ratios to the floor are the medians of all rounds; history as the server counts it',
    table([
      [
        '',
        'at once',
        'turns',
        'p50',
        'ratio',
        'expected',
        'p99',
        'ratio',
        'a second',
        'events',
        'expected',
        'bytes',
      ],
      ...turns.map(turnRow),
    ]),
    'CPU: milliseconds a turn by process, user and system, from /proc/PID/stat; the beginning of a call beside it',
    table([['', 'at once', ...Object.keys(turns[0]!.cpu), 'together', 'call begins'], ...turns.map(cpuRow)]),
  ].join('\n\n');
}

function turnRow(measured: Measured): string[] {
  const { contender, atOnce, turns, p50, p99, ratio, ratioP99, perSecond, events, bytes } = measured;
  const isFloor = contender === 'floor';
  const expected = atOnce === 1 ? EXPECTED.alone : EXPECTED.load;
  return [
    ...[contender, String(atOnce), String(turns)],
    ...[p50.toFixed(1), isFloor ? '' : ratio.toFixed(2), isFloor ? '' : expected],
    ...[p99.toFixed(1), isFloor ? '' : ratioP99.toFixed(2)],
    ...[perSecond.toFixed(0), events.toFixed(2), isFloor ? '' : EXPECTED.events, bytes.toFixed(0)],
  ];
}

function cpuRow({ contender, atOnce, cpu, opening }: Measured): string[] {
  const values = Object.values(cpu);
  const together = values.reduce((sum, value) => sum + value, 0);
  return [
    contender,
    String(atOnce),
    ...[...values, together].map(value => value.toFixed(2)),
    opening.toFixed(1),
  ];
}

export function webhookLines({ folder, flows, calls, joined, single, webhooks, rpcs }: WebhookCount): string {
  // Asks what is published, once a second however many webhooks there are.
  const { DescribeWorkflowExecution = 0, ...asked } = rpcs;
  const requests = Object.values(asked).reduce((sum, count) => sum + count, 0);
  return [
    `Webhooks: ${calls} calls along every branch of ${flows} flows in ${folder}`,
    table([
      ['', 'measured', 'expected'],
      ['webhooks that want TwiML', String(joined), ''],
      ['the same with one for each Say/Play', String(single), ''],
      ['ratio', (joined / single).toFixed(2), EXPECTED.webhooks],
      ['all webhooks', String(webhooks), ''],
      ['requests to Temporal a webhook', (requests / webhooks).toFixed(2), EXPECTED.rpcs],
      ['and to ask what is published', String(DescribeWorkflowExecution), ''],
    ]),
  ].join('\n\n');
}

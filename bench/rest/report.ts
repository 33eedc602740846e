import { table } from '../table';
import type { MeasuredRequest } from './compare';
import { FEW, MANY, type Growth } from './growth';

export interface RestResults {
  requests: MeasuredRequest[];
  growth: Growth[];
}

/** What growth may come to. */
const EXPECTED = '≤ 1.25';

export function restLines({ requests, growth }: RestResults): string {
  return [
    'REST API: milliseconds; ratios to one request to Temporal of the same kind are the medians of all rounds',
    table([
      ['', 'at once', 'requests', 'p50', 'ratio', 'p99', 'a second'],
      ...requests.map(({ kind, atOnce, requests, p50, p99, ratio, perSecond }) => [
        ...[kind, String(atOnce), String(requests), p50.toFixed(1)],
        ...[kind.startsWith('floor') ? '' : ratio.toFixed(2), p99.toFixed(1), perSecond.toFixed(0)],
      ]),
    ]),
    `REST API where there are ${FEW} flows, and ${MANY}: milliseconds, p50`,
    table([
      ['', String(FEW), String(MANY), 'ratio', 'expected'],
      ...growth.map(({ what, few, many }) => [
        ...[
          what,
          few.toFixed(1),
          many.toFixed(1),
          (many / few).toFixed(2),
          what.startsWith('floor') ? '' : EXPECTED,
        ],
      ]),
    ]),
  ].join('\n\n');
}

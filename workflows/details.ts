import type { Step } from './contract';
import type { ExecutionState } from './execution-state';

/** Steps shown; the UI takes 20,000 bytes at most. */
const SHOWN = 100;

/** The way so far and where it waits, as markdown for the Temporal UI. */
export function details(state: ExecutionState): string {
  const { ended, parked, steps } = state;
  const hidden = Math.max(steps.length - SHOWN, 0);
  const lines = steps.slice(hidden).map(line);
  if (hidden > 0) lines.unshift(`… ${hidden} earlier steps`);
  return [
    present(
      ended?.reason,
      parked?.widget,
      parked?.resume.map(rule => rule.event),
    ),
    ...lines,
  ].join('\n\n');
}

function present(reason?: string, widget?: string, events: string[] = []): string {
  if (reason !== undefined) return `**Ended**: ${reason}`;
  if (widget === undefined) return '**Running**';
  return `**Waits** at \`${widget}\` for ${[...new Set(events)].join(', ') || 'nothing'}`;
}

function line(step: Step): string {
  const warnings = (step.warnings ?? []).map(({ code, message }) => ` ⚠ ${code} ${message}`).join('');
  return `\`${step.from}\` (${step.type}) —${step.name}→ ${step.to === null ? 'end' : `\`${step.to}\``}${warnings}`;
}

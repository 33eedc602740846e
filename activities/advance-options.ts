import type { FlowGraph } from '../flow/graph';
import type { Session } from '../widgets/widget';

/** What turns need of the worker they run in. */
export interface AdvanceOptions {
  flows: FlowSource;
  /** `widget`: a turn ends after every widget, for those who want a line for each in the Temporal UI. */
  advance: 'turn' | 'widget';
  redirectFetch: 'engine' | 'twilio';
  maxSteps: number;
  maxStreak: number;
  seal(session: Session, secret: string): string;
  log(message: string, error: unknown): void;
}

/** Where definitions come from. */
export interface FlowSource {
  head(
    flowSid: string,
  ): Promise<{ accountSid: string; latestRevision: number; publishedRevision: number | null } | undefined>;
  graph(flowSid: string, revision: number): Promise<FlowGraph | undefined>;
}

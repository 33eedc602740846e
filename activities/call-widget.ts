import { document } from '../twiml/serialize';
import { widgets } from '../widgets';
import type { Session, World } from '../widgets/widget';
import type { CallInput, CallResult } from './contract';

/** Makes an activity, named by its widget type, of every widget that reaches outside. */
export function createCalls(
  world: (session: Session) => World,
): Record<string, (call: CallInput) => Promise<CallResult>> {
  const activities = [...widgets.values()].flatMap(({ type, call, failure = null }) => {
    if (!call) return [];
    const activity = async ({ input, session }: CallInput): Promise<CallResult> => {
      const outcome = await call(input, world(session));
      if (!('resume' in outcome)) return { kind: 'done', ...outcome };
      const { verbs, ...parked } = outcome;
      return { kind: 'wait', twiml: document(verbs), ...parked, type, failure };
    };
    return [[type, activity] as const];
  });
  return Object.fromEntries(activities);
}

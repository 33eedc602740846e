import { apply, innermost } from '../flow/changes';
import { isObject } from '../flow/json';
import type { Step, StepContext } from './contract';
import { firstFrame, type ExecutionState } from './execution-state';

/** @param question a StepsQuestion, or whatever an operator asks by hand */
export function tellSteps({ steps }: ExecutionState, question: unknown): Step[] {
  if (!isObject(question) || question['changes'] !== false) return steps;
  return steps.map(step => ({ ...step, changes: [] }));
}

/** Takes the steps once more, from the beginning, as far as they have changed the Execution Context. */
export function contextAfter({ input, steps }: ExecutionState, stepSid: unknown): StepContext {
  const index = steps.findIndex(({ sid }) => sid === stepSid);
  if (index < 0) return { missing: 'step' };
  const frames = [firstFrame(input)];
  for (const { changes, forgotten } of steps.slice(0, index + 1)) {
    if (forgotten) return { missing: 'changes' };
    for (const change of changes) apply(frames, change);
  }
  return { context: innermost(frames).context };
}

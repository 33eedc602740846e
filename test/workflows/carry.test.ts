import type { Step } from '../../workflows/contract';
import { ExecutionState } from '../../workflows/execution-state';
import { executionInput } from './execution-input';

const input = executionInput();

const step = {
  sid: '',
  flowSid: '',
  parentStepSid: null,
  name: '',
  type: '',
  from: '',
  to: null,
  dateCreated: '',
};

/** What an execution hands over after steps that each wrote a text. */
function carried(texts: string[]) {
  const steps: Step[] = texts.map(text => ({
    ...step,
    changes: [{ kind: 'variables', variables: { text } }],
  }));
  const state = new ExecutionState(input, 'id');
  state.steps.push(...steps);
  return state.carry();
}

describe('what goes over continue-as-new', () => {
  it.each(['a', 'é', '話', '🙂'])('fits into one payload, whatever is written: %s', letter => {
    const kept = carried(Array.from({ length: 20 }, () => letter.repeat(100_000)));
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(2_000_000);
    expect(kept?.steps).toHaveLength(20);
  });

  it('loses of the oldest steps what they changed, first', () => {
    const texts = ['first', ...Array.from({ length: 12 }, () => 'a'.repeat(100_000)), 'last'];
    const changes = carried(texts)?.steps.map(({ changes }) => changes.length) ?? [];
    expect([changes[0], changes.at(-1)]).toEqual([0, 1]);
  });
});

import { startContext } from '../../flow/context';
import type { ExecutionInput } from '../../workflows/contract';
import { ExecutionState } from '../../workflows/execution-state';

const start = {
  executionSid: `FN${'1'.repeat(32)}`,
  flowSid: `FW${'2'.repeat(32)}`,
  trigger: 'incomingCall',
};
const input: ExecutionInput = {
  ...start,
  accountSid: `AC${'3'.repeat(32)}`,
  revision: 1,
  channel: 'call',
  context: startContext({ ...start, params: {} }),
  params: {},
  webhookUrl: 'https://engine.test/',
};
const timeout = { seconds: 60, event: 'timeout' };

describe('how long a waiting widget waits', () => {
  it('is what it asks for', () => {
    const state = new ExecutionState(input, 'id');
    state.park('app', { twiml: '', resume: [], timeout }, 1_000);
    expect(state.parked).toMatchObject({ timeout, deadline: 61_000 });
  });

  it('does not change with a further document of the same widget, which has no say in it', () => {
    const state = new ExecutionState(input, 'id');
    state.park('app', { twiml: '', resume: [], timeout }, 1_000);
    state.park('app', { twiml: '', resume: [] }, 30_000);
    expect(state.parked).toMatchObject({ timeout, deadline: 61_000 });
  });

  it('has no end where the widget asks for none', () => {
    const state = new ExecutionState(input, 'id');
    state.park('app', { twiml: '', resume: [] }, 1_000);
    expect(state.parked).not.toHaveProperty('deadline');
    expect(state.parked).not.toHaveProperty('timeout');
  });
});

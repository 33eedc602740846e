import type { JsonObject } from '../../flow/json';
import { flowOf, gather, http, say, state, variables } from '../resilience/flows';
import { CallLeg, queryIn } from '../resilience/twilio';
import { until } from '../setup/until';
import type { Recorded, Recording, Studio } from './recording';

/** Calls that somebody makes. */
export const calls: Record<string, Recording> = {
  'logic-and-http': async ({ engine, outside }) => {
    const flow = await engine.flow(
      flowOf(
        say('hello', 'Hello', 'ask'),
        gather('ask', 'Key?', 'keep'),
        variables('keep', { key: '{{widgets.ask.Digits}}' }, 'split'),
        state('split', 'split-based-on', { input: '{{flow.variables.key}}' }, { noMatch: 'get' }),
        http('get', 'GET', `${outside}/json`, 'post'),
        http('post', 'POST', `${outside}/json`, 'tell'),
        say('tell', 'One moment', 'function'),
        state(
          'function',
          'run-function',
          { url: `${outside}/json`, parameters: [] },
          { success: 'bye', fail: 'bye' },
        ),
        say('bye', 'Bye'),
      ),
    );
    return engine.execution(flow, (await engine.call(flow, ['silence', '7'])).callSid);
  },

  'hang-up-before-the-recording': async ({ engine }) => {
    const flow = await engine.flow(
      flowOf(
        state('wait', 'record-voicemail', {}, { recordingComplete: 'keep', noAudio: '', hangup: 'keep' }),
        variables('keep', { a: 'b' }),
      ),
    );
    const leg = new CallLeg(flow);
    await leg.ring();
    await leg.callback('completed');
    return engine.execution(flow, leg.sid);
  },

  'hang-up-in-a-gather': async ({ engine }) => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?')));
    return engine.execution(flow, (await engine.call(flow, ['hangup'])).callSid);
  },

  'dial-queue-pay-connect': async ({ engine }) => {
    const flow = await engine.flow(
      flowOf(
        state(
          'dial',
          'connect-call-to',
          { noun: 'number', to: '+1555' },
          { callCompleted: 'queue', hangup: '' },
        ),
        state(
          'queue',
          'enqueue-call',
          { queue_name: 'q' },
          { callComplete: 'pay', failedToEnqueue: '', callFailure: '' },
        ),
        state('pay', 'capture-payments', { payment_connector: 'c' }, { success: 'agent', hangup: '' }),
        state('agent', 'connect-virtual-agent', { connector: 'c' }, { return: 'relay', hangup: '' }),
        state('relay', 'run-conversation-relay', { url: 'wss://example.com' }, { success: '', failed: '' }),
      ),
    );
    const answers = ['dial: completed', 'queue: bridged', 'pay: success', 'connect:', 'connect:'];
    return engine.execution(flow, (await engine.call(flow, answers)).callSid);
  },

  'redirect-and-return': async ({ engine, outside }) => {
    const flow = await engine.flow(redirectFlow(outside, '14400'));
    const leg = new CallLeg(flow);
    const page = await leg.ring();
    await leg.send({ query: queryIn(page), params: { Digits: '1' } });
    await leg.send({ query: 'FlowEvent=return&from=there' });
    return engine.execution(flow, leg.sid);
  },

  'redirect-that-times-out': async ({ engine, outside }) => {
    const flow = await engine.flow(redirectFlow(outside, '1'));
    const leg = new CallLeg(flow);
    await leg.ring();
    return engine.execution(flow, leg.sid);
  },

  subflow: async ({ engine }) => {
    const inner = await engine.flow(flowOf(gather('inner', 'Key?', 'keep'), variables('keep', { a: 'b' })));
    const properties = { flow_sid: inner.sid, flow_revision: 'LatestPublished', parameters: [] };
    const flow = await engine.flow(
      flowOf(state('sub', 'run-subflow', properties, { completed: 'bye', failed: '' }), say('bye', 'Bye')),
    );
    return engine.execution(flow, (await engine.call(flow, ['1'])).callSid);
  },

  'ended-by-signal': async ({ engine }) => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?')));
    const leg = new CallLeg(flow);
    await leg.ring();
    await engine.execution(flow, leg.sid).handle.signal('end');
    return engine.execution(flow, leg.sid);
  },

  canceled: async ({ engine }) => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?')));
    const leg = new CallLeg(flow);
    await leg.ring();
    await engine.execution(flow, leg.sid).handle.cancel();
    return engine.execution(flow, leg.sid);
  },

  loop: async ({ engine }) => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?')));
    return engine.execution(flow, (await engine.call(flow, [])).callSid);
  },

  'continued-as-new': async studio => longCall(studio),

  'carried-over': async studio => {
    const { workflowId } = await longCall(studio);
    return { workflowId };
  },
};

/** A call of two runs; the first of them. */
async function longCall({ engine }: Studio): Promise<Recorded> {
  const flow = await engine.flow(flowOf(gather('ask', 'Key?', 'keep'), variables('keep', { a: 'b' }, 'ask')));
  const leg = new CallLeg(flow);
  let reply = await leg.ring();
  const { handle } = engine.execution(flow, leg.sid);
  const { runId } = await handle.describe();
  for (let turn = 0; turn < 8; turn += 1) {
    reply = await leg.send({ query: queryIn(reply), params: { Digits: '1' } });
  }
  await until(async () => (await handle.describe()).runId !== runId);
  await leg.send({ query: queryIn(reply), params: { Digits: '2' } });
  await leg.callback('completed');
  return { workflowId: handle.workflowId, runId };
}

function redirectFlow(outside: string, timeout: string): JsonObject {
  const properties = { url: `${outside}/page`, method: 'POST', timeout };
  return flowOf(
    state('app', 'add-twiml-redirect', properties, { return: 'keep', timeout: 'keep', fail: '' }),
    variables('keep', { from: '{{widgets.app.from}}' }),
  );
}

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../flow/json';
import { findCli } from '../../scripts/temporal/cli';
import { answer, startServer } from '../widgets/web-server';
import { Engine, type Flow } from '../setup/engine';
import { flowOf, gather, http, say, state, variables } from '../resilience/flows';
import { startTemporalServer } from '../setup/temporal-server';
import { CallLeg, queryIn } from '../resilience/twilio';
import { until } from '../setup/until';

// Records the histories in this folder anew, one for each kind of ending and each family of widgets:
//
//   node --require ./test/resilience/register-typescript.js test/histories/record.ts
//
// Executions live for up to a month, so today's workflow code has to replay the histories of a month ago. When a
// test says that it does not, mend the code (https://docs.temporal.io/develop/typescript/versioning); recording
// anew is right only before a release, for histories that no server holds any more.

/** What a recording is made with. */
interface Studio {
  engine: Engine;
  /** Of a server that answers with JSON at /json and with a page that asks for a key elsewhere. */
  outside: string;
}
interface Recorded {
  flow: Flow;
  callSid: string;
  /** The last one unless told. */
  runId?: string;
}
type Recording = (studio: Studio) => Promise<Recorded>;

const recordings: Record<string, Recording> = {
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
    return { flow, callSid: (await engine.call(flow, ['silence', '7'])).callSid };
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
    return { flow, callSid: leg.sid };
  },

  'hang-up-in-a-gather': async ({ engine }) => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?')));
    return { flow, callSid: (await engine.call(flow, ['hangup'])).callSid };
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
    return { flow, callSid: (await engine.call(flow, answers)).callSid };
  },

  'redirect-and-return': async ({ engine, outside }) => {
    const flow = await engine.flow(redirectFlow(outside, '14400'));
    const leg = new CallLeg(flow);
    const page = await leg.ring();
    await leg.send({ query: queryIn(page), params: { Digits: '1' } });
    await leg.send({ query: 'FlowEvent=return&from=there' });
    return { flow, callSid: leg.sid };
  },

  'redirect-that-times-out': async ({ engine, outside }) => {
    const flow = await engine.flow(redirectFlow(outside, '1'));
    const leg = new CallLeg(flow);
    await leg.ring();
    return { flow, callSid: leg.sid };
  },

  subflow: async ({ engine }) => {
    const inner = await engine.flow(flowOf(gather('inner', 'Key?', 'keep'), variables('keep', { a: 'b' })));
    const properties = { flow_sid: inner.sid, flow_revision: 'LatestPublished', parameters: [] };
    const flow = await engine.flow(
      flowOf(state('sub', 'run-subflow', properties, { completed: 'bye', failed: '' }), say('bye', 'Bye')),
    );
    return { flow, callSid: (await engine.call(flow, ['1'])).callSid };
  },

  'ended-by-signal': async ({ engine }) => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?')));
    const leg = new CallLeg(flow);
    await leg.ring();
    await engine.execution(flow, leg.sid).handle.signal('end');
    return { flow, callSid: leg.sid };
  },

  canceled: async ({ engine }) => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?')));
    const leg = new CallLeg(flow);
    await leg.ring();
    await engine.execution(flow, leg.sid).handle.cancel();
    return { flow, callSid: leg.sid };
  },

  loop: async ({ engine }) => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?')));
    return { flow, callSid: (await engine.call(flow, [])).callSid };
  },

  'continued-as-new': async studio => longCall(studio),

  'carried-over': async studio => {
    const { flow, callSid } = await longCall(studio);
    return { flow, callSid };
  },
};

/** A call of two runs; the first of them. */
async function longCall({ engine }: Studio): Promise<Required<Recorded>> {
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
  return { flow, callSid: leg.sid, runId };
}

function redirectFlow(outside: string, timeout: string): JsonObject {
  const properties = { url: `${outside}/page`, method: 'POST', timeout };
  return flowOf(
    state('app', 'add-twiml-redirect', properties, { return: 'keep', timeout: 'keep', fail: '' }),
    variables('keep', { from: '{{widgets.app.from}}' }),
  );
}

async function main(): Promise<void> {
  const temporal = await startTemporalServer({ config: ['limit.historyCount.suggestContinueAsNew=40'] });
  const server = await startServer(({ path }, response) => {
    if (path === '/json') answer(response, '{"ok":true}', 'application/json');
    else answer(response, '<Response><Gather action="/next"><Say>Page</Say></Gather></Response>');
  });
  const engine = await Engine.start({ temporal, settings: { maxStreak: 2 } });
  const cli = await findCli();
  for (const [name, record] of Object.entries(recordings)) {
    const { flow, callSid, runId } = await record({ engine, outside: server.url });
    const { handle, workflowId } = engine.execution(flow, callSid);
    await handle.result().catch(() => undefined);
    const run = ['--workflow-id', workflowId, ...(runId === undefined ? [] : ['--run-id', runId])];
    const shown = execFileSync(cli, [
      'workflow',
      'show',
      '--address',
      temporal.address,
      ...run,
      '--output',
      'json',
    ]);
    write(name, JSON.parse(shown.toString()) as { events: JsonObject[] });
  }
  await engine.close();
  await server.close();
  await temporal.stop();
}

/** Without what tells of the machine it was recorded on. */
function write(name: string, history: { events: JsonObject[] }): void {
  const json = JSON.stringify(history, (key, value: unknown) => (key === 'identity' ? 'recorder' : value), 1);
  writeFileSync(join(__dirname, `${name}.json`), `${json}\n`);
  console.log(name, history.events.length, 'events', json.length, 'characters');
}

void main();

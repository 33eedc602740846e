import { randomUUID } from 'node:crypto';
import { startContext } from '../../flow/context';
import { startGateway } from '../../gateway/server';
import { newSid } from '../../phone/params';
import { messageWorkflowId, names, type ExecutionInput } from '../../workflows/contract';
import { ask, flowOf, somebody, write } from '../e2e/message-flows';
import { redirect, state } from '../e2e/flows';
import { Application } from '../phone/application';
import { ACCOUNT, Engine, NUMBER, type Flow } from '../setup/engine';
import { until } from '../setup/until';
import { Outside } from './outside';
import { startByRest } from './start-by-rest';
import { nothing, Writer } from './writer';

let engine: Engine;
let outside: Outside;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});

const questions = flowOf(
  ask('name', 'Name?', 'age'),
  ask('age', 'Age?', 'thanks'),
  write('thanks', '{{widgets.name.inbound.Body}} is {{widgets.age.inbound.Body}}'),
);
const echo = flowOf(write('echo', 'You wrote {{trigger.message.Body}}'));

function written(flow: Flow) {
  const from = somebody();
  const writer = new Writer(flow, from);
  const sent = async (): Promise<string[]> => {
    await engine.exchange.settled();
    return engine.exchange.messages.filter(({ to }) => to === from).map(({ body }) => body);
  };
  return { writer, from, sent, execution: engine.execution(flow, `${NUMBER}/${from}`) };
}

async function startByMessage({ sid, url }: Flow, from: string, startedBy: string): Promise<void> {
  const params = { MessageSid: newSid('SM'), From: from, To: NUMBER, Body: 'Hi' };
  const known = { flowSid: sid, executionSid: newSid('FN'), trigger: 'incomingMessage', params };
  const input: ExecutionInput = {
    ...known,
    accountSid: ACCOUNT,
    revision: 1,
    channel: 'message',
    context: startContext(known),
    startedBy,
    webhookUrl: url,
  };
  await engine.client.workflow.start(names.execution, {
    workflowId: messageWorkflowId(sid, NUMBER, from),
    taskQueue: engine.settings.taskQueue,
    args: [input],
  });
}

describe.each([
  ['with its token', () => ({ sid: newSid('SM'), token: randomUUID() })],
  ['without a token', () => ({ sid: newSid('SM'), token: null })],
])('a message that is delivered again %s', (_how, delivery) => {
  it('is taken once, be it the first or a reply', async () => {
    const { writer, sent, execution } = written(await engine.flow(questions));
    const [hi, ada] = [delivery(), delivery()];
    expect(await writer.write('Hi', hi)).toEqual(nothing);
    expect(await writer.write('Hi', hi)).toEqual(nothing);
    expect(await sent()).toEqual(['Name?']);
    await writer.write('Ada', ada);
    expect(await writer.write('Ada', { ...ada, params: { RetryCount: '1' } })).toEqual(nothing);
    expect(await writer.write('Hi', hi)).toEqual(nothing);
    await writer.write('36');
    expect(await sent()).toEqual(['Name?', 'Age?', 'Ada is 36']);
    expect((await execution.result()).way).toEqual(['Trigger', 'name', 'age', 'thanks']);
  });

  it('twice at once is taken once', async () => {
    const { writer, sent } = written(await engine.flow(questions));
    const [hi, ada] = [delivery(), delivery()];
    await Promise.all([writer.write('Hi', hi), writer.write('Hi', hi), writer.write('Hi', hi)]);
    expect(await sent()).toEqual(['Name?']);
    await Promise.all([writer.write('Ada', ada), writer.write('Ada', ada), writer.write('Ada', ada)]);
    expect(await sent()).toEqual(['Name?', 'Age?']);
  });

  it('to two gateways is taken once', async () => {
    const { url: by } = await engine.startGateway();
    const { writer, sent } = written(await engine.flow(questions));
    const hi = delivery();
    await Promise.all([writer.write('Hi', hi), writer.write('Hi', { ...hi, by })]);
    await writer.write('Hi', { ...hi, by });
    expect(await sent()).toEqual(['Name?']);
  });

  it('after the end starts nothing, and sends nothing', async () => {
    const { writer, sent, execution } = written(await engine.flow(questions));
    const all = [delivery(), delivery(), delivery()];
    const texts = ['Hi', 'Ada', '36'];
    for (const [index, text] of texts.entries()) await writer.write(text, all[index]);
    await execution.result();
    const { runId } = await execution.handle.describe();
    for (const [index, text] of texts.entries()) {
      expect(await writer.write(text, all[index])).toEqual(nothing);
    }
    expect((await execution.handle.describe()).runId).toBe(runId);
    expect(await sent()).toEqual(['Name?', 'Age?', 'Ada is 36']);
  });

  it('of a flow that waits for nothing starts it once', async () => {
    const { writer, sent } = written(await engine.flow(echo));
    const hi = delivery();
    await Promise.all([writer.write('Hi', hi), writer.write('Hi', hi)]);
    await writer.write('Hi', hi);
    expect(await sent()).toEqual(['You wrote Hi']);
  });

  it('while the first is still under way gets the same answer', async () => {
    const success = { success: 'done', failed: null };
    const http = { method: 'POST', url: outside.url('/held') };
    const flow = await engine.flow(
      flowOf(state('http', 'make-http-request', http, success), write('done', 'Done')),
    );
    const { writer, sent } = written(flow);
    const hi = delivery();
    const asked = outside.asked('/held').length;
    const answers = [writer.write('Hi', hi)];
    await outside.untilAsked('/held', asked + 1);
    answers.push(writer.write('Hi', hi));
    outside.release();
    expect(await Promise.all(answers)).toEqual([nothing, nothing]);
    expect(await sent()).toEqual(['Done']);
    expect(outside.asked('/held')).toHaveLength(asked + 1);
  });

  it('of a former execution starts nothing after a later one, either', async () => {
    const { writer, sent } = written(await engine.flow(echo));
    const [hi, hello] = [delivery(), delivery()];
    await writer.write('Hi', hi);
    await writer.write('Hello', hello);
    expect(await writer.write('Hi', hi)).toEqual(nothing);
    expect(await writer.write('Hello', hello)).toEqual(nothing);
    expect(await sent()).toEqual(['You wrote Hi', 'You wrote Hello']);
  });

  it('of a former execution is no reply to the present one', async () => {
    const { writer, sent } = written(
      await engine.flow(
        flowOf(ask('more', 'More?', 'bye'), write('bye', 'Bye {{widgets.more.inbound.Body}}')),
      ),
    );
    const [hi, no] = [delivery(), delivery()];
    await writer.write('Hi', hi);
    await writer.write('No', no);
    await writer.write('Hello');
    await writer.write('Hi', hi);
    await writer.write('No', no);
    expect(await sent()).toEqual(['More?', 'Bye No', 'More?']);
  });

  it('of a former execution that REST had started is no reply to the next one, and starts nothing after it', async () => {
    const flow = await engine.flow(
      flowOf(ask('more', 'More?', 'bye'), write('bye', 'Bye {{widgets.more.inbound.Body}}')),
    );
    const { writer, from, sent, execution } = written(flow);
    const no = delivery();
    expect(await startByRest(engine, flow, from)).toMatchObject({ status: 201 });
    await until(async () => (await sent()).length === 1);
    await writer.write('No', no);
    await execution.result();
    expect(await startByRest(engine, flow, from)).toMatchObject({ status: 201 });
    await until(async () => (await sent()).length === 3);
    expect(await writer.write('No', no)).toEqual(nothing);
    expect(await sent()).toEqual(['More?', 'Bye No', 'More?']);
    await writer.write('Yes');
    await execution.result();
    expect(await writer.write('No', no)).toEqual(nothing);
    expect(await sent()).toEqual(['More?', 'Bye No', 'More?', 'Bye Yes']);
  });

  it('and has started an execution that never answered it starts no other', async () => {
    const flow = await engine.flow(echo);
    const { writer, from, sent, execution } = written(flow);
    const hi = { sid: newSid('SM'), token: randomUUID() };
    // Temporal has lost the update that came with the start, as when a worker dies under it.
    await startByMessage(flow, from, `${ACCOUNT}:${hi.token}`);
    await execution.result();
    expect(await writer.write('Hi', hi)).toEqual(nothing);
    expect(await sent()).toEqual(['You wrote Hi']);
  });

  it('and was dropped with STRICT_EVENTS starts nothing after a later execution, either', async () => {
    const strict = await startGateway({ ...engine.settings, strictEvents: true, logLevel: 'silent' });
    const http = { method: 'POST', url: outside.url('/held') };
    const flow = await engine.flow(
      flowOf(
        state('http', 'make-http-request', http, { success: 'echo', failed: null }),
        write('echo', 'You wrote {{trigger.message.Body}}'),
      ),
    );
    const { writer, sent } = written(flow);
    const by = strict.url;
    const [hi, dropped, hello] = [delivery(), delivery(), delivery()];
    const asked = outside.asked('/held').length;
    const first = writer.write('Hi', { ...hi, by });
    await outside.untilAsked('/held', asked + 1);
    expect(await writer.write('Dropped', { ...dropped, by })).toEqual(nothing);
    outside.release();
    await first;
    const second = writer.write('Hello', { ...hello, by });
    await outside.untilAsked('/held', asked + 2);
    outside.release();
    await second;
    expect(await sent()).toEqual(['You wrote Hi', 'You wrote Hello']);
    const again = writer.write('Dropped', { ...dropped, by });
    await Promise.race([again, outside.untilAsked('/held', asked + 3)]);
    outside.release();
    expect(await again).toEqual(nothing);
    expect(outside.asked('/held')).toHaveLength(asked + 2);
    await strict.close();
  });

  it('gets the words of an application again, but only with its own request', async () => {
    const application = await Application.start({ '/': '<Message>Hello from there</Message>' });
    const ways = { return: 'bye', timeout: null, fail: null };
    const flow = await engine.flow(
      flowOf(redirect('app', { url: application.url() }, ways), write('bye', 'Bye')),
    );
    const { writer, sent } = written(flow);
    const hi = delivery();
    const first = await writer.write('Hi', hi);
    expect(first.body).toContain('<Message>Hello from there</Message>');
    expect(await writer.write('Hi', hi)).toEqual(first);
    expect(application.seen).toHaveLength(1);
    await writer.write('Back');
    expect(await sent()).toEqual(['Bye']);
    expect(await writer.write('Hi', hi)).toEqual(first);
    expect(await sent()).toEqual(['Bye']);
  });
});

it('the same words in another message are another message', async () => {
  const { writer, sent } = written(await engine.flow(questions));
  await writer.write('Hi', { token: null });
  await writer.write('Yes', { token: null });
  await writer.write('Yes', { token: null });
  expect(await sent()).toEqual(['Name?', 'Age?', 'Yes is Yes']);
});

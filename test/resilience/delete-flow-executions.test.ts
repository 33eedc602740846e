import { saveFlow } from '../../store/save-flow';
import { names } from '../../workflows/contract';
import {
  own,
  publish,
  short,
  someone,
  start,
  untilEnded,
  untilSteps,
  waiting,
} from '../gateway/v2/executions';
import { account, ask, clientOf } from '../gateway/v2/rest';
import { Engine, NUMBER } from '../setup/engine';
import { until } from '../setup/until';
import { flowOf, gather, variables } from './flows';
import { CallLeg, queryIn } from './twilio';

/** Events after which Temporal suggests to begin a new run. */
const LIMIT = 40;

const other = account();
let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ runLength: LIMIT, settings: { accounts: [own, other] } });
});
afterAll(() => engine.close());

/** Ids of the runs that Temporal still lists. */
async function runsOf(flowSid: string): Promise<string[]> {
  const runs: string[] = [];
  const query = `WorkflowType = '${names.execution}' AND FlowSid = '${flowSid}'`;
  for await (const { runId } of engine.client.workflow.list({ query })) runs.push(runId);
  return runs;
}

/** Deletes the flow. @returns the id of what removes the rest of it */
async function deleteFlow(flowSid: string): Promise<string> {
  const { runId } = await engine.client.workflow.getHandle(flowSid).describe();
  expect(await clientOf(engine.url, own).studio.v2.flows(flowSid).remove()).toBe(true);
  return `${flowSid}:removal:${runId}`;
}

describe('a flow that is deleted', () => {
  it('leaves the executions that wait to its account, and none of them when they have ended', async () => {
    const deleted = await publish(engine, waiting());
    const bystander = await publish(engine, short());
    const [over, first, second] = [await start(deleted), await start(deleted), await start(deleted)];
    await deleted.executions(over.sid).update({ status: 'ended' });
    await untilSteps(deleted, first.sid, 2);
    const kept = await start(bystander);
    await untilEnded(bystander, kept.sid);
    const removal = await deleteFlow(deleted.sid);

    const gone = { status: 404, code: 20404 };
    const { flows } = clientOf(engine.url, own).studio.v2;
    await expect(flows(deleted.sid).fetch()).rejects.toMatchObject(gone);
    await expect(deleted.executions.create({ to: someone(), from: NUMBER })).rejects.toMatchObject(gone);
    const foreign = clientOf(engine.url, other).studio.v2.flows(deleted.sid).executions;
    await expect(foreign(first.sid).fetch()).rejects.toMatchObject(gone);
    await expect(foreign.list()).rejects.toMatchObject(gone);

    await until(async () => (await runsOf(deleted.sid)).length === 2);
    await expect(deleted.executions(over.sid).fetch()).rejects.toMatchObject(gone);
    expect(await deleted.executions(first.sid).fetch()).toMatchObject({ status: 'active' });
    const listed = await deleted.executions.list({ status: 'active' });
    expect(listed.map(({ sid }) => sid)).toEqual([second.sid, first.sid]);
    const [step] = await deleted.executions(first.sid).steps.list();
    expect(step).toMatchObject({ transitionedFrom: 'greet' });
    await deleted.executions(first.sid).executionContext().fetch();
    await deleted.executions(first.sid).steps(step!.sid).stepContext().fetch();
    expect(await deleted.executions(first.sid).update({ status: 'ended' })).toMatchObject({
      status: 'ended',
    });
    const url = `${engine.url}/v2/Flows/${deleted.sid}/EndExecutions`;
    const ended = await ask(url, { method: 'POST', account: { ...own }, form: { All: 'true' } });
    expect(ended.body).toMatchObject({ told: 1, more: false });

    await engine.client.workflow.result(removal);
    expect(await runsOf(deleted.sid)).toEqual([]);
    expect(await deleted.executions.list()).toEqual([]);
    await expect(deleted.executions(first.sid).fetch()).rejects.toMatchObject(gone);
    expect(await bystander.executions(kept.sid).fetch()).toMatchObject({ status: 'ended' });
  }, 150_000);

  it('and comes back under its SID keeps the executions that it has had since', async () => {
    const again = await publish(engine, short());
    const before = await start(again);
    await untilEnded(again, before.sid);
    const removal = await deleteFlow(again.sid);
    await saveFlow(engine.client, engine.settings.taskQueue, {
      ...{ accountSid: own.sid, flowSid: again.sid, friendlyName: 'Again', status: 'published' },
      definition: short(),
    });
    const since = await start(again);
    await untilEnded(again, since.sid);
    await engine.client.workflow.result(removal);
    expect((await again.executions.list()).map(({ sid }) => sid)).toEqual([since.sid]);
  }, 150_000);

  it('leaves nothing of an execution that went through several runs, before and after', async () => {
    const counting = await engine.flow(
      flowOf(
        variables('count', { sum: '{{flow.variables.sum}}{{widgets.ask.Digits}}' }, 'ask'),
        gather('ask', 'You pressed {{flow.variables.sum}}', 'count'),
      ),
    );
    const leg = new CallLeg(counting);
    let reply = await leg.ring();
    const execution = engine.execution(counting, leg.sid);
    const runOf = async (): Promise<string> => (await execution.handle.describe()).runId;
    const goOnInNextRun = async (): Promise<void> => {
      const run = await runOf();
      for (let events = 0; events < LIMIT; events += 5) {
        reply = await leg.send({ query: queryIn(reply), params: { Digits: '1' } });
      }
      await until(async () => (await runOf()) !== run);
    };
    await goOnInNextRun();
    const removal = await deleteFlow(counting.sid);
    await goOnInNextRun();
    // Longer than the first look at what has ended.
    await new Promise(resolve => setTimeout(resolve, 7000));
    reply = await leg.send({ query: queryIn(reply), params: { Digits: '2' } });
    expect(reply.body).toMatch(/You pressed 1+2/);
    await leg.callback('completed');
    await engine.client.workflow.result(removal);
    expect(await runsOf(counting.sid)).toEqual([]);
  }, 150_000);
});

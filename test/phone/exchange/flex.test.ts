import type { Twilio } from 'twilio';
import { startExchange } from './exchange';

const WORKFLOW = 'WW' + '1'.repeat(32);

/** The one workspace there is. */
async function workspaceOf({ taskrouter: { v1 } }: Twilio) {
  const [workspace, ...others] = await v1.workspaces.list();
  expect(others).toHaveLength(0);
  return v1.workspaces(workspace!.sid);
}

describe('TaskRouter', () => {
  test('has one workspace with every workflow', async () => {
    const { client } = await startExchange();
    const workspace = await workspaceOf(client);
    expect((await workspace.workflows(WORKFLOW).fetch()).sid).toBe(WORKFLOW);
    await expect(workspace.workflows('WQ1').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  test('or with those that a test names', async () => {
    const { exchange, client } = await startExchange();
    exchange.workflows = [WORKFLOW];
    const workspace = await workspaceOf(client);
    expect((await workspace.workflows(WORKFLOW).fetch()).sid).toBe(WORKFLOW);
    const other = 'WW' + '2'.repeat(32);
    await expect(workspace.workflows(other).fetch()).rejects.toMatchObject({ code: 20404 });
    await expect(workspace.tasks.create({ workflowSid: other })).rejects.toMatchObject({ code: 20001 });
  });

  test('takes tasks, which are found by their attributes', async () => {
    const { exchange, client } = await startExchange();
    const { tasks } = await workspaceOf(client);
    const task = await tasks.create({
      workflowSid: WORKFLOW,
      taskChannel: 'sms',
      attributes: '{"name":"Ann","mark":"FN1/2"}',
      priority: 5,
      timeout: 200,
    });
    expect(task).toMatchObject({
      sid: expect.stringMatching(/^WT[0-9a-f]{32}$/) as string,
      workflowSid: WORKFLOW,
      taskChannelUniqueName: 'sms',
      attributes: '{"name":"Ann","mark":"FN1/2"}',
      assignmentStatus: 'pending',
      priority: 5,
      timeout: 200,
    });
    expect(exchange.tasks).toMatchObject([{ sid: task.sid, attributes: '{"name":"Ann","mark":"FN1/2"}' }]);
    const found = async (evaluateTaskAttributes: string) =>
      (await tasks.list({ evaluateTaskAttributes })).map(({ sid }) => sid);
    expect(await found(`mark == 'FN1/2'`)).toEqual([task.sid]);
    expect(await found('mark == "FN1/3"')).toEqual([]);
    await expect(found('priority > 3')).rejects.toMatchObject({ status: 400, code: 20001 });
    expect((await tasks(task.sid).fetch()).attributes).toBe('{"name":"Ann","mark":"FN1/2"}');
  });

  test.each([
    ['without a workflow', { attributes: '{}' }],
    ['whose attributes are no object', { workflowSid: WORKFLOW, attributes: 'Ann' }],
    ['with too much time', { workflowSid: WORKFLOW, timeout: 1_209_601 }],
  ])('refuses a task %s', async (_what, task) => {
    const { exchange, client } = await startExchange();
    const { tasks } = await workspaceOf(client);
    await expect(tasks.create(task)).rejects.toMatchObject({ status: 400, code: 20001 });
    expect(exchange.tasks).toHaveLength(0);
  });

  test('knows no other workspace', async () => {
    const { client } = await startExchange();
    const other = client.taskrouter.v1.workspaces('WS' + '9'.repeat(32));
    await expect(other.tasks.create({ workflowSid: WORKFLOW })).rejects.toMatchObject({ code: 20404 });
  });
});

describe('Flex', () => {
  test('makes a task of a conversation', async () => {
    const { exchange, client } = await startExchange();
    const conversation = 'CH' + '1'.repeat(32);
    const interaction = await client.flexApi.v1.interaction.create({
      channel: { type: 'sms', initiated_by: 'customer', properties: { media_channel_sid: conversation } },
      routing: {
        properties: { workflow_sid: WORKFLOW, task_channel_unique_name: 'chat', attributes: { name: 'Ann' } },
      },
    });
    expect(interaction.sid).toMatch(/^KD[0-9a-f]{32}$/);
    expect(interaction.channel).toMatchObject({ type: 'sms', sid: expect.stringMatching(/^UO/) as string });
    const [task] = exchange.tasks;
    expect(interaction.routing).toMatchObject({ properties: { sid: task!.sid, workflow_sid: WORKFLOW } });
    expect(task).toMatchObject({ taskChannel: 'chat', timeout: 86_400 });
    expect(JSON.parse(task!.attributes)).toMatchObject({
      name: 'Ann',
      conversationSid: conversation,
      flexInteractionSid: interaction.sid,
      channelType: 'sms',
    });
    expect((await client.flexApi.v1.interaction(interaction.sid).fetch()).sid).toBe(interaction.sid);
    expect(exchange.interactions).toMatchObject([{ sid: interaction.sid }]);
  });

  test.each([
    ['without a conversation', { type: 'sms' }, { properties: { workflow_sid: WORKFLOW } }],
    ['without a workflow', { type: 'sms', properties: { media_channel_sid: 'CH1' } }, {}],
  ])('refuses an interaction %s', async (_what, channel, routing) => {
    const { exchange, client } = await startExchange();
    const refused = client.flexApi.v1.interaction.create({ channel, routing });
    await expect(refused).rejects.toMatchObject({ status: 400, code: 20001 });
    expect(exchange.interactions).toHaveLength(0);
  });
});

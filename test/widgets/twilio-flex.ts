import type { JsonObject } from '../../flow/json';
import { accountSid } from './scope';
import { startTwilioApi, type TwilioApi, type Wanted } from './twilio-api';

export const workspaces = [`WS${'1'.repeat(32)}`, `WS${'2'.repeat(32)}`] as const;
/** Belongs to the second workspace. */
export const workflow = `WW${'0'.repeat(32)}`;

type Task = JsonObject & { attributes: string };

/** A Twilio that keeps tasks, some of which interactions have made. */
export interface TwilioFlex extends TwilioApi {
  tasks: Task[];
  interactions: JsonObject[];
}

export async function startTwilioFlex(): Promise<TwilioFlex> {
  const tasks: Task[] = [];
  const interactions: JsonObject[] = [];
  const home = `/v1/Workspaces/${workspaces[1]}`;

  function addTask(attributes: string): Task {
    const task = taskOf(`WT${String(tasks.length + 1).padStart(32, '0')}`, attributes);
    tasks.push(task);
    return task;
  }

  function addInteraction({ Channel = '', Routing = '' }: Wanted['form']): JsonObject {
    const sid = `KD${String(interactions.length + 1).padStart(32, '0')}`;
    const { properties } = JSON.parse(Routing) as { properties: { attributes: JsonObject } };
    const attributes = JSON.stringify({ ...properties.attributes, flexInteractionSid: sid });
    const { type = null } = JSON.parse(Channel) as JsonObject;
    const interaction = {
      sid,
      channel: { type, sid: `UO${'0'.repeat(32)}` },
      routing: { reservation: null, properties: addTask(attributes) },
      interaction_context_sid: null,
      webhook_ttid: 'flex_interactionwebhook_0',
      url: `https://flex-api.twilio.com/v1/Interactions/${sid}`,
      links: {},
    };
    interactions.push(interaction);
    return interaction;
  }

  /** An expression such as `name == 'value'`; a list does not show the attributes. */
  function tasksWith(expression: string): JsonObject[] {
    const [, name = '', value] = /^(\w+) == '([^']*)'$/.exec(expression) ?? [];
    return tasks
      .filter(({ attributes }) => (JSON.parse(attributes) as JsonObject)[name] === value)
      .map(task => ({ ...task, attributes: null }));
  }

  const api = await startTwilioApi(({ what, form, query }) => {
    switch (what) {
      case 'GET /v1/Workspaces':
        return { workspaces: workspaces.map(sid => ({ sid })), meta: { key: 'workspaces' } };
      case `GET ${home}/Workflows/${workflow}`:
        return { sid: workflow };
      case `POST ${home}/Tasks`:
        return addTask(form['Attributes'] ?? '{}');
      case `GET ${home}/Tasks`:
        return { tasks: tasksWith(query['EvaluateTaskAttributes'] ?? ''), meta: { key: 'tasks' } };
      case 'POST /v1/Interactions':
        return addInteraction(form);
      default: {
        const [, one] = /^GET .*\/(?:Tasks|Interactions)\/(\w+)$/.exec(what) ?? [];
        if (/^DELETE .*\/Webhooks\/WH1$/.test(what)) return 'removed';
        return [...tasks, ...interactions].find(({ sid }) => sid === one);
      }
    }
  });
  return {
    ...api,
    tasks,
    interactions,
    reset: () => {
      api.reset();
      for (const list of [tasks, interactions]) list.length = 0;
    },
  };
}

/** https://www.twilio.com/docs/taskrouter/api/task#task-properties */
function taskOf(sid: string, attributes: string): Task {
  return {
    sid,
    account_sid: accountSid,
    age: 0,
    assignment_status: 'pending',
    date_created: '2026-01-02T03:04:05Z',
    workflow_sid: workflow,
    workspace_sid: workspaces[1],
    attributes,
  };
}

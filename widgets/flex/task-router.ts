import type { Twilio } from 'twilio';
import type { TaskInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/task';
import type { JsonObject } from '../../flow/json';
import { present } from '../present';
import { unlessNotFound } from '../twilio-gone';

/** A task for an agent, who takes over from the flow. */
export interface FlexTask {
  workflow: string;
  /** SID or unique name of a task channel. */
  channel?: string;
  attributes: JsonObject;
  priority?: number;
  /** Seconds until it expires. */
  timeout: number;
}

/** SID of the workspace that a workflow belongs to. Undefined: the account has no such workflow. */
export async function workspaceOf(twilio: Twilio, workflow: string): Promise<string | undefined> {
  const { workspaces } = twilio.taskrouter.v1;
  for (const { sid } of await workspaces.list()) {
    if (await unlessNotFound(workspaces(sid).workflows(workflow).fetch())) return sid;
  }
  return undefined;
}

/** https://www.twilio.com/docs/taskrouter/api/task#create-a-task-resource */
export function createTask(
  twilio: Twilio,
  workspace: string,
  { workflow: workflowSid, channel: taskChannel, attributes, priority, timeout }: FlexTask,
): Promise<TaskInstance> {
  return twilio.taskrouter.v1.workspaces(workspace).tasks.create({
    workflowSid,
    ...present({ taskChannel, priority }),
    timeout,
    attributes: JSON.stringify(attributes),
  });
}

/** The task whose attribute has this value. */
export async function taskWith(
  twilio: Twilio,
  workspace: string,
  { attribute, value }: { attribute: string; value: string },
): Promise<TaskInstance | undefined> {
  const { tasks } = twilio.taskrouter.v1.workspaces(workspace);
  const [task] = await tasks.list({ evaluateTaskAttributes: `${attribute} == '${value}'`, limit: 1 });
  // A list leaves the attributes out.
  return task && tasks(task.sid).fetch();
}

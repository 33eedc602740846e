import { iso } from './dates';
import type { Task } from './tasks';

/** https://www.twilio.com/docs/taskrouter/api/task#task-properties */
export function taskResource(task: Task, workspaceSid: string, accountSid: string) {
  const { sid, workflowSid, taskChannel, attributes, priority, timeout, createdAt } = task;
  const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${workspaceSid}`;
  const created = iso(createdAt);
  return {
    sid,
    account_sid: accountSid,
    workspace_sid: workspaceSid,
    workflow_sid: workflowSid,
    workflow_friendly_name: workflowSid,
    task_channel_sid: taskChannel.startsWith('TC') ? taskChannel : null,
    task_channel_unique_name: taskChannel.startsWith('TC') ? null : taskChannel,
    task_queue_sid: null,
    task_queue_friendly_name: null,
    assignment_status: 'pending',
    attributes,
    addons: '{}',
    age: Math.floor((Date.now() - createdAt.getTime()) / 1000),
    priority,
    timeout,
    reason: null,
    routing_target: null,
    ignore_capacity: false,
    date_created: created,
    date_updated: created,
    task_queue_entered_date: null,
    virtual_start_time: created,
    url: `${workspace}/Tasks/${sid}`,
    links: {
      workspace,
      workflow: `${workspace}/Workflows/${workflowSid}`,
      reservations: `${workspace}/Tasks/${sid}/Reservations`,
    },
  };
}

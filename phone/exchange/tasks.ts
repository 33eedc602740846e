import { newSid } from '../params';
import { badRequest } from './api-error';
import { jsonObject } from './json-object';

/** A task for an agent (https://www.twilio.com/docs/taskrouter/api/task). */
export interface Task {
  readonly sid: string;
  readonly workflowSid: string;
  /** SID or unique name. */
  readonly taskChannel: string;
  /** JSON, as it was written. */
  readonly attributes: string;
  readonly priority: number;
  /** Seconds. */
  readonly timeout: number;
  readonly createdAt: Date;
}

/** A conversation that an agent takes over (https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions). */
export interface Interaction {
  readonly sid: string;
  readonly channelSid: string;
  readonly channelType: string;
  readonly task: Task;
}

/** TaskRouter and Flex, as far as they take tasks; nobody ever works on one. */
export class Tasks {
  readonly workspaceSid = newSid('WS');
  readonly tasks: Task[] = [];
  readonly interactions: Interaction[] = [];
  /** The workflows there are; undefined: any that has the SID of one. */
  workflows: ReadonlySet<string> | undefined;

  knowsWorkflow(sid: string): boolean {
    return this.workflows?.has(sid) ?? sid.startsWith('WW');
  }

  /** @throws ApiError 20001 */
  create(task: Omit<Task, 'sid' | 'createdAt'>): Task {
    if (!this.knowsWorkflow(task.workflowSid)) throw badRequest(20001, 'WorkflowSid is not valid');
    attributesOf(task);
    const created = { ...task, sid: newSid('WT'), createdAt: new Date() };
    this.tasks.push(created);
    return created;
  }

  /** @param conversationSid of the conversation that is handed over */
  interact(channelType: string, conversationSid: string, task: Omit<Task, 'sid' | 'createdAt'>): Interaction {
    const sid = newSid('KD');
    const channelSid = newSid('UO');
    const attributes = {
      ...attributesOf(task),
      flexInteractionSid: sid,
      flexInteractionChannelSid: channelSid,
      flexChannelInviteSid: newSid('KG'),
      conversationSid,
      channelType,
      initiatedBy: 'customer',
      direction: 'inbound',
    };
    const created = this.create({ ...task, attributes: JSON.stringify(attributes) });
    const interaction = { sid, channelSid, channelType, task: created };
    this.interactions.push(interaction);
    return interaction;
  }

  /** @param expression such as `name == 'value'`, the only kind that is understood; undefined: all */
  matching(expression: string | undefined): Task[] {
    if (expression === undefined) return [...this.tasks];
    const [, name, value] =
      /^\s*(\w+)\s*==\s*(['"])(.*)\2\s*$/.exec(expression)?.filter((_, at) => at !== 2) ?? [];
    if (name === undefined)
      throw badRequest(20001, `EvaluateTaskAttributes is not understood: ${expression}`);
    return this.tasks.filter(task => attributesOf(task)[name] === value);
  }
}

/** @throws ApiError 20001 */
function attributesOf({ attributes }: Pick<Task, 'attributes'>): Record<string, unknown> {
  const value = jsonObject(attributes);
  if (!value) throw badRequest(20001, 'Attributes must be a JSON object');
  return value;
}

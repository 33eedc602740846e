import { warning, type StudioCode } from '../../flow/errors';
import type { Json } from '../../flow/json';
import { callTag } from '../call-tag';
import { flexConversation, stopListening, type FlexConversation } from './conversation';
import { createInteraction, interactionOf, interactionOutput } from './interaction';
import { present } from '../present';
import { given } from '../rendered';
import { openAttributes, taskAttributes } from './task-attributes';
import { withSecretsSealed } from '../secrets';
import { createTask, taskWith, workspaceOf, type FlexTask } from './task-router';
import { failure } from '../twilio-failure';
import { snakeCase } from '../twilio-output';
import type { Done, Outcome, Scope, World } from '../widget';

/** The attribute by which an attempt finds the task that an earlier one has made. */
const MARK = 'executionStep';

interface Properties {
  workflow: string;
  channel: string;
  attributes?: string;
  priority?: number | undefined;
  timeout: number;
}

/** What Send to Flex asks for where there is no call. */
export function requestTask(properties: Properties, scope: Scope): Outcome {
  const found = flexConversation(scope);
  if (!found && scope.channel !== 'message')
    return failed(81020, `${scope.name} has no call, message or conversation to send`);
  const attributes = taskAttributes(properties.attributes, secret => scope.seal(secret));
  if (typeof attributes === 'string') return failed(81015, attributes);
  const { workflow, channel, priority, timeout } = properties;
  const call = {
    workflow,
    ...present({ channel: given(channel), priority, conversation: found?.conversation }),
    timeout,
    attributes: { ...found?.attributes, ...attributes },
  };
  return { call, patient: true, seconds: 60 };
}

/**
 * Makes a task, or of a conversation an interaction, which makes the task. It bears the mark of this call as one
 * more attribute: by that the next attempt finds it where an answer was lost.
 */
export async function handOver(input: Json, world: World): Promise<Done> {
  const { conversation, ...asked } = input as unknown as FlexTask & { conversation?: FlexConversation };
  try {
    const twilio = await world.twilio();
    const workspace = await workspaceOf(twilio, asked.workflow);
    if (workspace === undefined)
      return failed(81015, `the account has no TaskRouter workflow ${asked.workflow}`);
    const mark = callTag(world);
    const mine = { attribute: MARK, value: mark };
    const earlier = world.attempt > 1 ? await taskWith(twilio, workspace, mine) : undefined;
    const attributes = openAttributes(asked.attributes, text => world.unseal(text));
    const task = { ...asked, attributes: { ...attributes, [MARK]: mark } };
    if (!conversation) {
      const made = earlier ?? (await createTask(twilio, workspace, task));
      return { event: 'callComplete', output: withSecretsSealed(snakeCase(made), world) };
    }
    const made = earlier
      ? await interactionOf(twilio, earlier)
      : await createInteraction(twilio, task, { workspace, conversation });
    return {
      event: 'callComplete',
      output: withSecretsSealed(interactionOutput(made), world),
      flow: { channel: { ...conversation.channel, status: 'handed off' } },
      warnings: await stopListening(twilio, conversation),
    };
  } catch (error) {
    return failure(error, { event: 'failedToEnqueue', code: 81015 });
  }
}

function failed(code: StudioCode, detail: string): Done {
  return { event: 'failedToEnqueue', warnings: [warning(code, detail)] };
}

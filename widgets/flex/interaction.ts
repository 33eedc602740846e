import type { Twilio } from 'twilio';
import type { InteractionInstance } from 'twilio/lib/rest/flexApi/v1/interaction';
import type { TaskInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/task';
import type { JsonObject } from '../../flow/json';
import type { FlexConversation } from './conversation';
import type { FlexTask } from './task-router';
import { snakeCase } from '../twilio-output';

/** https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions */
export function createInteraction(
  { flexApi }: Twilio,
  { workflow, channel, attributes, priority, timeout }: FlexTask,
  { workspace, conversation }: { workspace: string; conversation: FlexConversation },
): Promise<InteractionInstance> {
  return flexApi.v1.interaction.create({
    channel: {
      type: conversation.type,
      initiated_by: 'customer',
      properties: { media_channel_sid: conversation.sid },
    },
    routing: {
      properties: {
        workspace_sid: workspace,
        workflow_sid: workflow,
        [channel?.startsWith('TC') ? 'task_channel_sid' : 'task_channel_unique_name']: channel,
        priority,
        timeout,
        attributes,
      },
    },
  });
}

/** The interaction that has made a task. */
export function interactionOf(
  { flexApi }: Twilio,
  { attributes }: TaskInstance,
): Promise<InteractionInstance> {
  const { flexInteractionSid } = JSON.parse(attributes) as { flexInteractionSid: string };
  return flexApi.v1.interaction(flexInteractionSid).fetch();
}

/** What stands in the widget's output, in Studio's words. */
export function interactionOutput(interaction: InteractionInstance): JsonObject {
  const { sid, channel, routing, url, interaction_context_sid: FlexContextSid } = snakeCase(interaction);
  const given = Object.entries({ sid, channel, routing, url, FlexContextSid }).filter(([, value]) => value);
  return Object.fromEntries(given) as JsonObject;
}

import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import { badRequest, notFound } from '../api-error';
import { pathOf } from '../app';
import { jsonObject } from '../json-object';
import { taskResource } from '../task-resource';
import type { Interaction, Tasks } from '../tasks';

/** Both are JSON. */
const Create = Type.Object({ Channel: Type.String(), Routing: Type.String() });

interface Channel {
  type?: string;
  properties?: { media_channel_sid?: string };
}

interface Routing {
  properties?: {
    workflow_sid?: string;
    task_channel_sid?: string;
    task_channel_unique_name?: string;
    priority?: number;
    timeout?: number;
    attributes?: unknown;
  };
}

/** https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions */
export function interactions(desk: Tasks, accountSid: string): FastifyPluginCallback {
  return (app, _options, done) => {
    app.post<{ Body: Static<typeof Create> }>('/Interactions', { schema: { body: Create } }, request => {
      const channel = parsed(request.body.Channel, 'Channel') as Channel;
      const { properties: routing = {} } = parsed(request.body.Routing, 'Routing') as Routing;
      const conversationSid = channel.properties?.media_channel_sid;
      if (channel.type === undefined || conversationSid === undefined) {
        throw badRequest(20001, 'Channel must have a type and properties.media_channel_sid');
      }
      const interaction = desk.interact(channel.type, conversationSid, {
        workflowSid: routing.workflow_sid ?? '',
        taskChannel: routing.task_channel_sid ?? routing.task_channel_unique_name ?? 'default',
        attributes: JSON.stringify(routing.attributes ?? {}),
        priority: routing.priority ?? 0,
        timeout: routing.timeout ?? 86_400,
      });
      return resource(interaction, desk.workspaceSid, accountSid);
    });

    app.get<{ Params: { sid: string } }>('/Interactions/:sid', request => {
      const interaction = desk.interactions.find(({ sid }) => sid === request.params.sid);
      if (!interaction) throw notFound(pathOf(request));
      return resource(interaction, desk.workspaceSid, accountSid);
    });
    done();
  };
}

function resource(
  { sid, channelSid, channelType, task }: Interaction,
  workspaceSid: string,
  accountSid: string,
) {
  const url = `https://flex-api.twilio.com/v1/Interactions/${sid}`;
  return {
    sid,
    channel: { type: channelType, sid: channelSid },
    routing: { reservation: null, properties: taskResource(task, workspaceSid, accountSid) },
    interaction_context_sid: null,
    webhook_ttid: null,
    url,
    links: { channels: `${url}/Channels` },
  };
}

/** Asked for no more than what is there, whatever it is. @throws ApiError 20001 */
function parsed(json: string, name: string): object {
  const value = jsonObject(json);
  if (!value) throw badRequest(20001, `${name} must be a JSON object`);
  return value;
}

import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import { newSid } from '../../params';
import { notFound } from '../api-error';
import { pathOf } from '../app';
import type { Conversation, ConversationWebhook } from '../conversation';
import type { ConversationDesk, OfConversation } from '../conversation-desk';
import { conversationsBase, webhookResource } from '../conversation-resources';
import { envelopeV1 } from '../listing';
import { present } from '../present';

const Configuration = Type.Object({
  'Configuration.Url': Type.Optional(Type.String()),
  'Configuration.Method': Type.Optional(Type.String()),
  'Configuration.Filters': Type.Optional(Type.Array(Type.String())),
  'Configuration.FlowSid': Type.Optional(Type.String()),
});
const Create = Type.Composite([
  Configuration,
  Type.Object({
    Target: Type.Union([Type.Literal('webhook'), Type.Literal('studio'), Type.Literal('trigger')]),
  }),
]);

interface OneWebhook {
  Params: OfConversation['Params'] & { webhook: string };
}

/** https://www.twilio.com/docs/conversations/api/conversation-scoped-webhook-resource; only `webhook` is told. */
export function conversationWebhooks(desk: ConversationDesk): FastifyPluginCallback {
  const resource = (request: FastifyRequest, webhook: ConversationWebhook, conversation: Conversation) =>
    webhookResource(webhook, conversation, desk.around(request, conversation));
  return (app, _options, done) => {
    app.post<OfConversation & { Body: Static<typeof Create> }>(
      '/Conversations/:name/Webhooks',
      { schema: { body: Create } },
      (request, reply) => {
        const conversation = desk.conversationOf(request);
        conversation.checkOpen();
        const now = new Date();
        const webhook: ConversationWebhook = {
          sid: newSid('WH'),
          target: request.body.Target,
          method: 'POST',
          filters: [],
          createdAt: now,
          updatedAt: now,
          ...configurationOf(request.body),
        };
        conversation.webhooks.push(webhook);
        return reply.status(201).send(resource(request, webhook, conversation));
      },
    );

    app.get<OfConversation>('/Conversations/:name/Webhooks', request => {
      const conversation = desk.conversationOf(request);
      const all = conversation.webhooks.map(webhook => resource(request, webhook, conversation));
      return envelopeV1(request, 'webhooks', all, conversationsBase);
    });

    app.get<OneWebhook>('/Conversations/:name/Webhooks/:webhook', request => {
      const conversation = desk.conversationOf(request);
      return resource(request, webhookOf(request, conversation), conversation);
    });

    app.post<OneWebhook & { Body: Static<typeof Configuration> }>(
      '/Conversations/:name/Webhooks/:webhook',
      { schema: { body: Configuration } },
      request => {
        const conversation = desk.conversationOf(request);
        const webhook = webhookOf(request, conversation);
        Object.assign(webhook, configurationOf(request.body), { updatedAt: new Date() });
        return resource(request, webhook, conversation);
      },
    );

    app.delete<OneWebhook>('/Conversations/:name/Webhooks/:webhook', (request, reply) => {
      const conversation = desk.conversationOf(request);
      const webhook = webhookOf(request, conversation);
      conversation.webhooks.splice(conversation.webhooks.indexOf(webhook), 1);
      return reply.status(204).send();
    });
    done();
  };
}

/** @throws ApiError 20404 */
function webhookOf(request: FastifyRequest<OneWebhook>, { webhooks }: Conversation): ConversationWebhook {
  const webhook = webhooks.find(({ sid }) => sid === request.params.webhook);
  if (!webhook) throw notFound(pathOf(request));
  return webhook;
}

function configurationOf(form: Static<typeof Configuration>) {
  const method = form['Configuration.Method']?.toUpperCase() === 'GET' ? ('GET' as const) : ('POST' as const);
  return {
    ...present({
      url: form['Configuration.Url'],
      filters: form['Configuration.Filters'],
      flowSid: form['Configuration.FlowSid'],
    }),
    ...(form['Configuration.Method'] !== undefined && { method }),
  };
}

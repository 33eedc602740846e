import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import type { ConversationFields } from '../conversation';
import type { ConversationDesk, OfConversation } from '../conversation-desk';
import { conversationResource, conversationsBase } from '../conversation-resources';
import { envelopeV1 } from '../listing';
import { present } from '../present';

const Text = Type.Optional(Type.String());
const Fields = Type.Object({
  FriendlyName: Text,
  UniqueName: Text,
  Attributes: Text,
  MessagingServiceSid: Text,
  State: Type.Optional(
    Type.Union([Type.Literal('active'), Type.Literal('inactive'), Type.Literal('closed')]),
  ),
});
type Form = Static<typeof Fields>;

/** https://www.twilio.com/docs/conversations/api/conversation-resource */
export function conversationRoutes(desk: ConversationDesk): FastifyPluginCallback {
  const { conversations } = desk;
  return (app, _options, done) => {
    app.post<{ Body: Form }>('/Conversations', { schema: { body: Fields } }, (request, reply) => {
      const conversation = conversations.create(desk.serviceOf(request), fieldsOf(request.body));
      return reply.status(201).send(conversationResource(conversation, desk.around(request, conversation)));
    });

    app.get('/Conversations', request => {
      const service = desk.serviceOf(request);
      const found = conversations.all
        .filter(({ serviceSid }) => serviceSid === service)
        .map(conversation => conversationResource(conversation, desk.around(request, conversation)));
      return envelopeV1(request, 'conversations', found, conversationsBase);
    });

    app.get<OfConversation>('/Conversations/:name', request => {
      const conversation = desk.conversationOf(request);
      return conversationResource(conversation, desk.around(request, conversation));
    });

    app.post<OfConversation & { Body: Form }>(
      '/Conversations/:name',
      { schema: { body: Fields } },
      request => {
        const conversation = desk.conversationOf(request);
        conversations.update(conversation, fieldsOf(request.body), 'API');
        return conversationResource(conversation, desk.around(request, conversation));
      },
    );

    app.delete<OfConversation>('/Conversations/:name', (request, reply) => {
      conversations.remove(desk.conversationOf(request));
      return reply.status(204).send();
    });
    done();
  };
}

function fieldsOf(form: Form): ConversationFields {
  return present({
    friendlyName: form.FriendlyName,
    uniqueName: form.UniqueName,
    attributes: form.Attributes,
    messagingServiceSid: form.MessagingServiceSid,
    state: form.State,
  });
}

import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import { badRequest } from '../api-error';
import type { ConversationDesk, OfConversation } from '../conversation-desk';
import { conversationsBase, messageResource } from '../conversation-resources';
import { envelopeV1 } from '../listing';
import { present } from '../present';

const Create = Type.Object({
  Author: Type.String({ default: 'system' }),
  Body: Type.String({ default: '' }),
  Attributes: Type.String({ default: '{}' }),
  ContentSid: Type.Optional(Type.String()),
});

const List = Type.Object({
  Order: Type.String({ default: 'asc' }),
});

/** https://www.twilio.com/docs/conversations/api/conversation-message-resource */
export function conversationMessages(desk: ConversationDesk): FastifyPluginCallback {
  const { conversations } = desk;
  return (app, _options, done) => {
    app.post<OfConversation & { Body: Static<typeof Create> }>(
      '/Conversations/:name/Messages',
      { schema: { body: Create } },
      (request, reply) => {
        const conversation = desk.conversationOf(request);
        const { Author: author, Body: body, Attributes: attributes, ContentSid: contentSid } = request.body;
        if (contentSid !== undefined && !/^HX[0-9a-fA-F]{32}$/.test(contentSid)) {
          throw badRequest(50526, 'Invalid content SID');
        }
        const written = { author, body, attributes, ...present({ contentSid }) };
        const message = conversations.write(conversation, written);
        return reply
          .status(201)
          .send(messageResource(message, conversation, desk.around(request, conversation)));
      },
    );

    app.get<OfConversation & { Querystring: Static<typeof List> }>(
      '/Conversations/:name/Messages',
      { schema: { querystring: List } },
      request => {
        const conversation = desk.conversationOf(request);
        const all = conversation.messages.map(message =>
          messageResource(message, conversation, desk.around(request, conversation)),
        );
        if (request.query.Order.toLowerCase() === 'desc') all.reverse();
        return envelopeV1(request, 'messages', all, conversationsBase);
      },
    );
    done();
  };
}

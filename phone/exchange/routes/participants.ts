import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import { badRequest, notFound } from '../api-error';
import { pathOf } from '../app';
import type { Participant } from '../conversation';
import type { ConversationDesk, OfConversation } from '../conversation-desk';
import { conversationsBase, participantResource } from '../conversation-resources';
import { isAddress } from '../is-address';
import { envelopeV1 } from '../listing';
import { present } from '../present';

const Create = Type.Object({
  Identity: Type.Optional(Type.String()),
  'MessagingBinding.Address': Type.Optional(Type.String()),
  'MessagingBinding.ProxyAddress': Type.Optional(Type.String()),
  Attributes: Type.String({ default: '{}' }),
});

interface OneParticipant {
  Params: OfConversation['Params'] & { participant: string };
}

/** https://www.twilio.com/docs/conversations/api/conversation-participant-resource */
export function participants(desk: ConversationDesk): FastifyPluginCallback {
  const { conversations } = desk;
  return (app, _options, done) => {
    app.post<OfConversation & { Body: Static<typeof Create> }>(
      '/Conversations/:name/Participants',
      { schema: { body: Create } },
      (request, reply) => {
        const conversation = desk.conversationOf(request);
        const participant = conversations.join(conversation, participantOf(request.body));
        const resource = participantResource(participant, conversation, desk.around(request, conversation));
        return reply.status(201).send(resource);
      },
    );

    app.get<OfConversation>('/Conversations/:name/Participants', request => {
      const conversation = desk.conversationOf(request);
      const all = conversation.participants.map(participant =>
        participantResource(participant, conversation, desk.around(request, conversation)),
      );
      return envelopeV1(request, 'participants', all, conversationsBase);
    });

    app.delete<OneParticipant>('/Conversations/:name/Participants/:participant', (request, reply) => {
      const conversation = desk.conversationOf(request);
      const participant = conversation.participantBy(request.params.participant);
      if (!participant) throw notFound(pathOf(request));
      conversation.participants.splice(conversation.participants.indexOf(participant), 1);
      return reply.status(204).send();
    });
    done();
  };
}

/** @throws ApiError 50407 or 50408 for what nobody can be reached at */
function participantOf(
  form: Static<typeof Create>,
): Pick<Participant, 'identity' | 'binding' | 'attributes'> {
  const { 'MessagingBinding.Address': address, 'MessagingBinding.ProxyAddress': proxyAddress } = form;
  const { Identity: identity, Attributes: attributes } = form;
  if (address === undefined) {
    if (identity === undefined) throw badRequest(20001, 'Identity or MessagingBinding.Address is required');
    return { identity, attributes };
  }
  if (!isAddress(address)) throw badRequest(50407, 'Invalid messaging binding address');
  if (proxyAddress === undefined || !isAddress(proxyAddress)) {
    throw badRequest(50408, 'Invalid participant proxy address');
  }
  return { ...present({ identity }), binding: { address, proxyAddress }, attributes };
}

import type { FastifyRequest } from 'fastify';
import { notFound } from './api-error';
import { pathOf } from './app';
import type { Conversation } from './conversation';
import { conversationsBase, type Surroundings } from './conversation-resources';
import type { Conversations } from './conversations';

/** A route below one conversation, named by its SID or unique name. */
export interface OfConversation {
  Params: { name: string };
}

/** Finds what a request means: all routes of conversations exist with a service in front and without. */
export class ConversationDesk {
  constructor(
    readonly conversations: Conversations,
    private readonly accountSid: string,
  ) {}

  serviceOf(request: FastifyRequest): string {
    return inService(request) ?? this.conversations.defaultServiceSid;
  }

  /** @throws ApiError 20404 */
  conversationOf(request: FastifyRequest<OfConversation>): Conversation {
    const conversation = this.conversations.find(request.params.name, this.serviceOf(request));
    if (!conversation) throw notFound(pathOf(request));
    return conversation;
  }

  around(request: FastifyRequest, { sid }: Conversation): Surroundings {
    const service = inService(request);
    const scope = service === undefined ? '' : `/Services/${service}`;
    return { accountSid: this.accountSid, url: `${conversationsBase}/v1${scope}/Conversations/${sid}` };
  }
}

function inService({ params }: FastifyRequest): string | undefined {
  return (params as { serviceSid?: string }).serviceSid;
}

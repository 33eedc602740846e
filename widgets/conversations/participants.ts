import type { ConversationContext } from 'twilio/lib/rest/conversations/v1/service/conversation';
import type { ParticipantInstance } from 'twilio/lib/rest/conversations/v1/service/conversation/participant';

/** Who is to take part: by a name in a chat, or by the contact's address and the Twilio address they write to. */
export type Participant = { identity?: string; address?: string; proxyAddress?: string };

/** Participants that a widget's output tells of. */
const MOST = 1000;

export function participantsOf(conversation: ConversationContext): Promise<ParticipantInstance[]> {
  return conversation.participants.list({ limit: MOST });
}

/**
 * Adds those who do not take part yet, one after the other.
 * @returns all who were asked for, in their order
 */
export async function join(
  conversation: ConversationContext,
  wanted: readonly Participant[],
  there: readonly ParticipantInstance[],
): Promise<ParticipantInstance[]> {
  const participants: ParticipantInstance[] = [];
  for (const one of wanted) {
    const already = there.find(participant => isSame(participant, one));
    participants.push(already ?? (await add(conversation, one)));
  }
  return participants;
}

/** https://www.twilio.com/docs/conversations/api/conversation-participant-resource */
function add(conversation: ConversationContext, { identity, address, proxyAddress }: Participant) {
  return conversation.participants.create({
    ...(identity !== undefined && { identity }),
    ...(address !== undefined && { 'messagingBinding.address': address }),
    ...(proxyAddress !== undefined && { 'messagingBinding.proxyAddress': proxyAddress }),
  });
}

function isSame(there: ParticipantInstance, { identity, address, proxyAddress }: Participant): boolean {
  const binding = (there.messagingBinding ?? {}) as { address?: string; proxy_address?: string };
  return identity === undefined
    ? binding.address === address && binding.proxy_address === proxyAddress
    : there.identity === identity;
}

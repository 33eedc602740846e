import type { Element } from '../../../twiml/element';
import { action, elementsOf, textOf } from '../../attributes';
import { fetchOrNext, hungUp, type Verb } from '../line';
import { newSid, type Params } from '../../params';

/**
 * https://www.twilio.com/docs/voice/twiml/connect: holds the call until the other side ends the session, then
 * asks the action URL or, without one, obeys the next verb. The phone opens no WebSocket: what the session led
 * to is told by the script.
 */
export const connect: Verb = async (element, line) => {
  line.pickUp();
  const noun = elementsOf(element)[0];
  const answer = await line.ask({ verb: 'Connect', to: noun ? describe(noun) : '' });
  const over = answer.kind === 'hangup';
  const told = action(element, line, {
    ...sessionParams(noun?.name, over),
    ...(answer.kind === 'result' && answer.parameters),
  });
  return over ? hungUp(told) : fetchOrNext(told);
};

function describe(noun: Element): string {
  const { url, connectorName } = noun.attributes;
  return [noun.name, url ?? connectorName ?? textOf(noun)].join(' ').trim();
}

/** Values of VirtualAgentStatus are those that Studio's Connect Virtual Agent has transitions for (inferred). */
function sessionParams(noun: string | undefined, hungUp: boolean): Params {
  if (noun === 'ConversationRelay') {
    return { SessionId: newSid('VX'), SessionStatus: hungUp ? 'completed' : 'ended', SessionDuration: '1' };
  }
  if (noun === 'VirtualAgent') return { VirtualAgentStatus: hungUp ? 'hangup' : 'completed' };
  return {};
}

import type { JsonObject } from '../../../flow/json';
import { gather, redirect, say, state } from '../flows';
import { exported, type Exported } from './exported';

/** For what the example flows have nothing of: conversations, tasks, an application behind a message. */
export const ownFlows: readonly Exported[] = [
  exported(
    'help in writing',
    flowFrom(
      { incomingMessage: 'ask', incomingConversationMessage: 'ask' },
      askFor('ask', 'How can we help?', {
        incomingMessage: 'topic',
        timeout: 'goodbye',
        deliveryFailure: null,
      }),
      split('topic', '{{widgets.ask.inbound.Body}}', 'ask_again', [
        ['regex', '(my )?order( \\d{4})?', 'ask_number'],
        ['contains', 'agent', 'agent'],
      ]),
      askFor('ask_again', 'Is it about an order, or shall an agent write?', {
        incomingMessage: 'topic',
        timeout: 'goodbye',
        deliveryFailure: null,
      }),
      askFor('ask_number', 'Which number has it?', {
        incomingMessage: 'is_number',
        timeout: null,
        deliveryFailure: 'agent',
      }),
      split('is_number', '{{widgets.ask_number.inbound.Body}}', 'ask_number', [
        ['greater_than', '999', 'tell_order'],
      ]),
      write('tell_order', 'Order {{widgets.ask_number.inbound.Body}} is on its way.'),
      state(
        'agent',
        'send-to-flex',
        {
          workflow: `WW${'a'.repeat(32)}`,
          channel: `TC${'a'.repeat(32)}`,
          attributes: '{"about": {{widgets.ask.inbound.Body | to_json}}}',
        },
        { callComplete: null, failedToEnqueue: 'goodbye', callFailure: 'goodbye' },
      ),
      write('goodbye', 'Nobody is here at the moment. Goodbye.'),
    ),
  ),
  exported(
    'an invitation',
    flowFrom(
      { incomingRequest: 'when' },
      split('when', '{{flow.data.hour}}', 'ring', [['is_before_time', '18:00', 'open']]),
      state(
        'open',
        'start-conversation',
        {
          conversation_service_sid: `IS${'a'.repeat(32)}`,
          participants: [
            {
              type: 'messaging',
              messaging_binding_address: '{{contact.channel.address}}',
              messaging_binding_proxy_address: '{{flow.channel.address}}',
            },
          ],
          close_conversation_on_execution_end: true,
        },
        { created: 'invite', failed: 'ring' },
      ),
      askFor('invite', 'Will you come, {{flow.data.name}}?', {
        incomingMessage: 'answer',
        timeout: 'ring',
        deliveryFailure: 'ring',
      }),
      split('answer', '{{widgets.invite.inbound.Body}}', 'ring', [
        ['matches_any_of', 'yes, yes please', 'thanks'],
      ]),
      write('thanks', 'Thank you.'),
      state(
        'ring',
        'make-outgoing-call-v1',
        {
          to: '{{contact.channel.address}}',
          from: '{{trigger.request.from}}',
          detect_answering_machine: true,
        },
        {
          answered: 'ask_caller',
          answeredByMachine: 'after_the_tone',
          busy: 'call_us',
          noAnswer: 'call_us',
          hangup: 'call_us',
          failed: null,
        },
      ),
      gather('ask_caller', 'Will you come? Press 1 or say yes.', {
        keypress: 'thanks',
        speech: 'thanks',
        timeout: 'call_us',
      }),
      say('after_the_tone', 'Please call us.'),
      write('call_us', 'Please call us.'),
    ),
  ),
  exported(
    'a shop behind a message',
    flowFrom(
      { incomingMessage: 'shop' },
      redirect(
        'shop',
        { url: 'https://shop.example.com/' },
        { return: 'bought', timeout: 'late', fail: 'closed' },
      ),
      split('bought', '{{widgets.shop.choice}}', 'nothing', [['is_not_blank', 'Is Not Blank', 'thanks']]),
      write('thanks', 'Thank you for {{widgets.shop.choice}}.'),
      write('nothing', 'Another time.'),
      write('late', 'Are you still there?'),
      write('closed', 'We are closed.'),
    ),
  ),
];

type Ways = Record<string, string | null>;

function flowFrom(triggers: Ways, ...states: JsonObject[]): JsonObject {
  return {
    description: 'A flow',
    states: [state('Trigger', 'trigger', {}, triggers), ...states],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
}

function askFor(name: string, body: string, ways: Ways): JsonObject {
  const properties = { body, from: '{{flow.channel.address}}', timeout: '86400' };
  return state(name, 'send-and-wait-for-reply', properties, ways);
}

function write(name: string, body: string): JsonObject {
  const properties = { body, from: '{{flow.channel.address}}', to: '{{contact.channel.address}}' };
  return state(name, 'send-message', properties, { sent: null, failed: null });
}

function split(
  name: string,
  input: string,
  otherwise: string,
  conditions: [type: string, value: string, next: string][],
): JsonObject {
  const matches = conditions.map(([type, value, next]) => ({
    event: 'match',
    next,
    conditions: [{ friendly_name: type, arguments: [input], type, value }],
  }));
  return {
    name,
    type: 'split-based-on',
    transitions: [{ event: 'noMatch', next: otherwise }, ...matches],
    properties: { input },
  };
}

import type { Context } from '../../flow/context';
import type { JsonObject } from '../../flow/json';
import { renderTemplate } from '../../flow/liquid';
import { prepareProperties } from '../../widgets/properties';
import type { Outcome, Scope, Widget } from '../../widgets/widget';

export const accountSid = `AC${'0'.repeat(32)}`;
export const flowSid = `FW${'0'.repeat(32)}`;
/** Who calls and writes, and whom: the other side and ours. */
export const CONTACT = '+15550100001';
export const OURS = '+15550100002';
export const CONVERSATION = `CH${'0'.repeat(32)}`;

/** A call from CONTACT to OURS that stands at the widget `here`, in step 7. */
export function makeScope(overrides: Partial<Scope> = {}): Scope {
  const context = overrides.context ?? makeContext();
  return {
    name: 'here',
    transitions: [],
    channel: 'call',
    context,
    params: {
      AccountSid: accountSid,
      CallSid: `CA${'0'.repeat(32)}`,
      CallStatus: 'in-progress',
      Direction: 'inbound',
      From: CONTACT,
      To: OURS,
    },
    settings: { redirectFetch: 'engine' },
    render: template => renderTemplate(template, context).text,
    url,
    seal: secret => `sealed(${secret})`,
    ...overrides,
  };
}

/** Where Twilio comes back to with an event, as the scope of `makeScope` says it. */
export function url(event: string): string {
  return `https://engine.test/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=${event}&FlowStep=7`;
}

export function makeContext(): Context {
  return {
    trigger: { call: { From: CONTACT, To: OURS } },
    flow: {
      sid: `FN${'0'.repeat(32)}`,
      flow_sid: flowSid,
      channel: { address: OURS },
      variables: {},
    },
    contact: { channel: { address: CONTACT } },
    widgets: {},
  };
}

/** In an execution that the contact has started by writing to us. */
export function messageScope(ours = OURS, contact = CONTACT, context: Partial<Context> = {}): Scope {
  const { flow, ...others } = makeContext();
  return makeScope({
    channel: 'message',
    context: {
      ...others,
      trigger: { message: { From: contact, To: ours } },
      flow: { ...flow, channel: { address: ours } },
      contact: { channel: { address: contact } },
      ...context,
    },
  });
}

/** In an execution that speaks in a conversation: one that has started it, or that a widget has. */
export function conversationScope({
  channel = {},
  trigger,
  address = CONTACT,
}: { channel?: JsonObject; trigger?: Context['trigger']; address?: string } = {}): Scope {
  const { flow, ...others } = makeContext();
  const ours = { address: CONVERSATION, sid: CONVERSATION, type: 'conversation', ...channel };
  return makeScope({
    channel: trigger && !trigger['conversation'] ? 'request' : 'conversation',
    context: {
      ...others,
      trigger: trigger ?? { conversation: {} },
      flow: { ...flow, channel: ours },
      contact: { channel: { address } },
    },
  });
}

/** Runs a widget whose properties are as an export has them. */
export function runExported(widget: Widget, properties: JsonObject, scope: Scope): Outcome {
  const prepared = prepareProperties(widget, properties, template => scope.render(template));
  return widget.run(prepared, scope);
}

import type { Context } from '../../flow/context';
import { renderTemplate } from '../../flow/liquid';
import type { Scope } from '../../widgets/widget';

export const accountSid = `AC${'0'.repeat(32)}`;
export const flowSid = `FW${'0'.repeat(32)}`;

/** A call from +15550100001 to +15550100002 that stands at the widget `here`, in step 7. */
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
      From: '+15550100001',
      To: '+15550100002',
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
    trigger: { call: { From: '+15550100001', To: '+15550100002' } },
    flow: {
      sid: `FN${'0'.repeat(32)}`,
      flow_sid: flowSid,
      channel: { address: '+15550100002' },
      variables: {},
    },
    contact: { channel: { address: '+15550100001' } },
    widgets: {},
  };
}

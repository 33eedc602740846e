import { isObject, parsedObject, type JsonObject, type Params } from './json';

/** What brought an execution about; decides which widgets can run in it. */
export type Channel = 'call' | 'message' | 'conversation' | 'request';

/** The Execution Context, as Liquid templates and the REST API see it. */
export interface Context {
  trigger: Record<string, JsonObject>;
  flow: FlowContext;
  contact: { channel: { address: string } };
  widgets: Record<string, JsonObject>;
}

export interface FlowContext extends JsonObject {
  /** SID of the execution (FN…), not of the flow. */
  sid: string;
  flow_sid: string;
  channel: { address: string };
  variables: JsonObject;
}

/** What one kind of trigger knows. */
interface Origin {
  /** Becomes `trigger.<channel>`. */
  channel: Channel;
  data: JsonObject;
  /** `flow.channel`: our side. */
  ours: JsonObject & { address: string };
  /** `contact.channel.address`: their side. */
  theirs: string | undefined;
  /** Further keys of `flow`. */
  flow?: JsonObject;
}

const origins: Readonly<Record<string, (params: Params) => Origin>> = {
  incomingCall: params => ({
    channel: 'call',
    data: triggerData(params),
    ours: { address: params['To'] ?? '' },
    theirs: params['From'],
  }),
  incomingMessage: params => ({
    channel: 'message',
    data: triggerData(params),
    // Replies of a messaging service come from any of its numbers, so the service is who the contact talks to.
    ours: { address: params['MessagingServiceSid'] || (params['To'] ?? '') },
    theirs: params['From'],
  }),
  incomingConversationMessage: params => {
    const sid = params['ConversationSid'] || (params['ChannelSid'] ?? '');
    return {
      channel: 'conversation',
      data: triggerData(params),
      ours: { address: sid, sid, type: 'conversation' },
      theirs: params['From'] || params['Author'],
    };
  },
  /** An execution started by the REST API: its `From` is ours and its `To` the contact. */
  incomingRequest: ({ From: from = '', To: to = '', Parameters: json = '', ...others }) => {
    const parameters = parsedObject(json) ?? {};
    return {
      channel: 'request',
      data: { ...others, from, to, parameters },
      ours: { address: from },
      theirs: to,
      flow: { data: parameters },
    };
  },
};

/**
 * The context that an execution starts with, from the parameters of the request that started it
 * (https://www.twilio.com/docs/studio/user-guide/get-started#context-variables).
 * @throws Error when nothing can start with that trigger
 */
export function startContext(start: {
  executionSid: string;
  flowSid: string;
  /** The trigger's event, such as incomingCall. */
  trigger: string;
  params: Params;
}): Context {
  const originOf = Object.hasOwn(origins, start.trigger) ? origins[start.trigger] : undefined;
  if (!originOf) throw new Error(`no execution starts with the trigger ${start.trigger}`);
  const { channel, data, ours, theirs, flow } = originOf(start.params);
  return {
    trigger: { [channel]: data },
    flow: {
      sid: start.executionSid,
      flow_sid: start.flowSid,
      channel: ours,
      variables: {},
      ...flow,
      ...(isObject(data['AddOns']) && { add_ons: data['AddOns'] }),
    },
    contact: { channel: { address: (theirs ?? '').replace(/^rcs:/u, '') } },
    widgets: {},
  };
}

/** Some parameters are JSON and can be walked into; what is no JSON after all stays a text. */
export function triggerData(params: Params): JsonObject {
  const data: JsonObject = { ...params };
  for (const key of ['AddOns', 'ChannelAttributes']) {
    const parsed = parsedObject(params[key] ?? '');
    if (parsed) data[key] = parsed;
  }
  return data;
}

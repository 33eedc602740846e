import type { JsonObject } from './json';

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

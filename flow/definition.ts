import type { JsonObject } from './json';

/** A flow as Twilio Studio exports it (https://www.twilio.com/docs/studio/rest-api/v2/schemas). */
export interface Definition {
  description?: string;
  states: State[];
  initial_state: string;
  flags?: { allow_concurrent_calls?: boolean };
}

/** One widget on the canvas. */
export interface State {
  name: string;
  type: string;
  transitions: Transition[];
  properties: JsonObject;
}

/** `next` is absent where the branch ends; exports also write null or "" for that. */
export interface Transition {
  event: string;
  next?: string;
  conditions?: Condition[];
}

export interface Condition {
  friendly_name: string;
  arguments: string[];
  type: string;
  value: string;
}

import type { Static, TObject } from '@sinclair/typebox';
import type { Twilio } from 'twilio';
import type { Channel, Context } from '../flow/context';
import type { Transition } from '../flow/definition';
import type { Warning } from '../flow/errors';
import type { Json, JsonObject, Params } from '../flow/json';
import type { Element } from '../twiml/element';

/** All that is known about one widget type. One file each: `widgets/<type>.ts`. */
export interface Widget<Properties extends TObject = TObject> {
  type: string;
  /**
   * The properties as exports spell them. Before `run` every string in them is rendered with Liquid, except
   * those named in `verbatim`, and numbers written as strings (and the reverse) become what is asked for here.
   */
  properties: Properties;
  verbatim?: readonly string[];
  /** Events that may stand in the state's `transitions`. */
  events: readonly string[];
  /** Where the widget cannot do its work at all, this event is taken. Without one the branch ends. */
  failure?: string;
  /**
   * The channels this widget works in; elsewhere it takes `failure` with warning 81020. Absent: all. What works in
   * a call works in every execution that has placed one.
   */
  channels?: readonly Channel[];
  /**
   * Parameters that Twilio sends as JSON: objects in `widgets.<name>` once the widget is left. What is no JSON object
   * stays a text.
   */
  json?: readonly string[];
  /** The widget speaks: a run of it needs somebody who can still hear its TwiML. */
  speaks?: boolean;
  /** Computes only; reaches nothing outside. */
  run(properties: Static<Properties>, scope: Scope): Outcome;
  /**
   * Reaches outside, with the input that `run` rendered. Only widgets whose `run` may return `{ call }`.
   * @throws RetryLater where it is to be tried again
   */
  call?: (input: Json, world: World) => Promise<Done | Wait>;
}

/** Keeps the type of the properties while the registry holds widgets of all kinds. */
export function defineWidget<Properties extends TObject>(widget: Widget<Properties>): Widget {
  return widget;
}

export type Outcome = Done | Wait | Call | Enter;

/** The widget is done: the transition `event` is followed. */
export interface Done {
  event: string;
  /** Which of several transitions of the same event: the widget it leads to; null where the branch ends. */
  next?: string | null;
  /** Merged into `widgets.<name>`. */
  output?: JsonObject;
  /** Merged into `flow.variables`. */
  variables?: JsonObject;
  /** Merged into `flow`. */
  flow?: JsonObject;
  /** Input of one more call of this widget, made when the execution ends, however it does. */
  closing?: Json;
  /** Verbs to be said in front of what the following widgets say. */
  verbs?: Element[];
  warnings?: Warning[];
}

/**
 * The addresses of the message that is waited for, be they those that started the execution or not. None: it comes
 * as the one did that started the execution.
 */
export interface Replies {
  from?: string;
  to?: string;
}

/** The widget has said something and waits for Twilio to come back. */
export interface Wait {
  /** Verbs of the `<Response>`. None: nothing is said; a call is held meanwhile. */
  verbs: Element[];
  /** None: nothing is expected to come back, and the execution ends with these words. */
  resume: ResumeRule[];
  /** Merged into `widgets.<name>` at once. */
  output?: JsonObject;
  /** SID of a call that was placed: from now on it is whom the execution speaks to. */
  callSid?: string;
  replies?: Replies;
  /** A durable timer: `event` is taken when nothing came back within `seconds`. */
  timeout?: { seconds: number; event: string };
  /** Inputs for further calls of this widget while it waits; see `ResumeRule.again`. */
  further?: Json[];
  /** What the next call of a widget of this type gets as `world.session.memory`, until the execution ends. */
  memory?: Json;
  warnings?: Warning[];
}

/** The widget reaches outside: its `call` runs as an activity with this input, shown in the Temporal UI. */
export interface Call {
  call: Json;
  /** Asking twice does no harm, so a lost answer may be asked for again (a GET, not a POST). */
  idempotent?: boolean;
  /**
   * Tried for up to an hour, as often as `call` throws RetryLater or its worker dies: at every `world.attempt` but
   * the first it looks whether an earlier one has been heard before it does anything.
   */
  patient?: boolean;
  /**
   * Input of one more call of this widget, at the same `world.since`, where nobody hears what this one makes: it is
   * given up, or the execution ends meanwhile.
   */
  undo?: Json;
  /** Seconds that one attempt may take; 15 unless told. */
  seconds?: number;
  /** What it does may be replied to before its outcome is known. */
  replies?: Replies;
}

/** A subflow begins. It ends with `completed` or `failed` of the widget that entered it. */
export interface Enter {
  enter: { flowSid: string; revision: string; parameters: JsonObject };
  warnings?: Warning[];
}

/**
 * How a waiting widget is resumed. Rules are data, so that the workflow needs no knowledge of widgets.
 * They are tried in order and the first that fits decides. The `FlowEvent` of the request names the last rule
 * that is tried; an event that no rule names is unexpected (81002). Without one, rules fit that are `plain` or
 * whose conditions are met: a stray request must not look like a gather's time-out.
 */
export interface ResumeRule {
  event: string;
  /** The FlowEvent that names this rule, where it is another word than `event`. */
  flowEvent?: string;
  /** Conditions on the request's parameters, all to be met: present and not empty, absent or empty, or one of. */
  when?: Record<string, boolean | string[]>;
  /**
   * A hang-up brings such a request, too, for a widget that has no event for hang-ups: it is waited for a moment
   * when the status callback comes first.
   */
  tellsOfHangUp?: boolean;
  /** Fits a request that names no event, too. */
  plain?: boolean;
  /** Fits what the contact writes: a message that names no event. */
  message?: boolean;
  /** Fits a status callback, whose parameters are added to what stands in the output already. */
  callback?: boolean;
  /** With the request a call begins: its parameters take the place of those of what went before. */
  begins?: boolean;
  /** The parameters become `widgets.<name>.<under>.*` instead of `widgets.<name>.*`. */
  under?: string;
  /**
   * The widget is called again, with `further[FlowTarget]` and the request's `params` as its input, and goes on
   * waiting; its timer keeps running. Such a rule fits only a request whose FlowEvent names it.
   */
  again?: boolean;
}

/** What a widget sees of its execution while it computes. */
export interface Scope {
  /** The widget's name in its flow. */
  name: string;
  transitions: readonly Transition[];
  channel: Channel;
  context: Context;
  /** Parameters of the latest request of this call or message: what Twilio sends with every request. */
  params: Params;
  /** The call that the execution speaks to: the one that started it, or the last one it has placed. */
  callSid?: string;
  settings: { redirectFetch: 'engine' | 'twilio' };
  /** Renders a Liquid template; an error in it becomes a warning and an empty string. */
  render(template: string): string;
  /** Absolute URL that brings Twilio back to this widget with the event. */
  url(event: string): string;
  /** Makes a secret unreadable for histories and logs; it is made whole again just before it leaves. */
  seal(secret: string): string;
}

/** What a widget sees of the world while it reaches outside. */
export interface World {
  session: Session;
  http: Http;
  /**
   * Twilio's official client, for the execution's account. One request takes ten seconds at most; whatever goes
   * wrong with it is thrown as a TwilioError.
   */
  twilio(): Promise<Twilio>;
  /** 1, 2 …: which try of this call it is; 1 as long as of none before anything was accepted. */
  attempt: number;
  /** When the first try was asked for. */
  since: Date;
  /** X-Twilio-Signature as the account's token makes it; `params` are the POST form's. */
  sign(url: string, params: Form): string;
  /** Basic credentials of the execution's account. */
  credentials(): { username: string; password: string };
  /** Does the URL lead to Twilio's API: *.twilio.com over HTTPS, or the configured TWILIO_API_BASE_URL? */
  isTwilioHost(url: string): boolean;
  /** Makes a secret unreadable, as `Scope.seal` does, in what a call leaves behind. */
  seal(secret: string): string;
  /** Makes sealed secrets in a text whole again. */
  unseal(text: string): string;
  /** Aborted when the execution is cancelled. */
  signal: AbortSignal;
}

/** Fields of a form; one that is repeated has all its values. */
export type Form = Record<string, string | string[]>;

/** The execution a call belongs to. */
export interface Session {
  accountSid: string;
  flowSid: string;
  executionSid: string;
  /** For requests that do not tell by themselves which execution they are for. */
  workflowId: string;
  /** The call that the execution speaks to was placed by it, so its requests have to be told whose they are. */
  placed?: boolean;
  /** Somebody is on the line. */
  live?: boolean;
  /** The execution runs for a test user: drafts of subflows are run, too. */
  testUser?: true;
  /** Absolute URL of the flow's webhook, without query. */
  webhookUrl: string;
  /** Number of the step, for the URLs that lead back to it. */
  step: number;
  memory?: Json;
}

export interface Http {
  /** @throws HttpError with a code: what went wrong before a whole answer was there. */
  request(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds for everything together. */
  timeout: number;
  /** Bytes of the answer's body. */
  maxBytes: number;
  /** Redirects to follow; 0 returns the 3xx itself. */
  maxRedirects: number;
  /** Is a redirect to this location followed? One that is not is returned itself. Absent: all are. */
  follows?(location: string): boolean;
  /**
   * Called for every request, the redirected ones too, for headers that depend on the URL: signature, cookies.
   */
  headersFor?(url: string, method: string): Record<string, string>;
  /** Told of every response, the redirects too: for cookies. */
  onResponse?(url: string, headers: Record<string, string | string[]>): void;
  signal?: AbortSignal;
}

export interface HttpResponse {
  /** The URL that answered, after redirects. */
  url: string;
  status: number;
  headers: Record<string, string | string[]>;
  body: string;
}

import type { Element } from '../../twiml/element';
import type { CallStatus, Params, Parties } from '../params';
import type { Answer, Question } from '../question';
import type { EndReason, Happening, Method } from '../record';

/** A document that is being obeyed. */
export interface Page {
  /** After HTTP redirects; relative URLs in the document are resolved against it. */
  url: string;
  root: Element;
}

/** What a verb sees of the call it acts on. */
export interface Line {
  readonly page: Page;
  readonly parties: Parties;
  readonly status: CallStatus;
  /** The caller has hung up. */
  isOver(): boolean;
  /** The first verb that needs a voice answers the call. */
  pickUp(): void;
  tell(happening: Happening): void;
  /** A caller who has hung up answers every question with `hangup`. @throws Interrupted */
  ask(question: Question): Promise<Answer>;
  /** Nothing happens for so many seconds. @throws Interrupted */
  wait(seconds: number): Promise<void>;
  /** So many seconds have gone by in what was just answered. */
  elapse(seconds: number): void;
  /** A request whose answer does not matter, made while the call goes on. */
  callback(request: Action): void;
}

/** A request that Twilio makes for a verb. */
export interface Action {
  url: string;
  method: Method;
  params: Params;
}

/** Where a call is led: to what a request is answered with, or to a document that is given outright. */
export type Destination = Action | { twiml: string };

/** Thrown out of whatever a call waits for when it is led elsewhere from outside. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Where the call goes after a verb. */
export type Next =
  | { do: 'next' }
  | { do: 'fetch'; action: Action }
  /** `tell`: an action URL that is told of the end; what it answers is not obeyed. */
  | { do: 'end'; reason: EndReason; status?: CallStatus; tell?: Action };

/** The call is over. */
export type End = Extract<Next, { do: 'end' }>;

export type Verb = (element: Element, line: Line) => Next | Promise<Next>;

export const next: Next = { do: 'next' };

/** @param action without one the next verb is obeyed */
export function fetchOrNext(action: Action | undefined): Next {
  return action ? { do: 'fetch', action } : next;
}

export function hungUp(action?: Action): End {
  return { do: 'end', reason: 'caller-hung-up', ...(action && { tell: action }) };
}

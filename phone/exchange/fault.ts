import type { Params } from '../params';

/** A request to the REST API, before it is obeyed. */
export interface ApiRequest {
  method: string;
  /** Without query. */
  path: string;
  /** Query and form together; of a repeated parameter the last one. */
  params: Params;
}

/** What an exchange does instead of answering as it should: for tests of clients. */
export type Fault =
  | Refusal
  /** Does what is asked, then breaks the connection without an answer. */
  | 'accept-and-drop'
  /** Breaks the connection before it does anything. */
  | 'drop'
  /** Does nothing and never answers. */
  | 'hang';

export interface Refusal {
  /** Of HTTP. */
  status: number;
  /** https://www.twilio.com/docs/api/errors */
  code: number;
  message: string;
  /** Seconds: the header Retry-After. */
  retryAfter?: number;
}

/** Which request goes wrong, and how. */
export type FaultOf = (request: ApiRequest) => Fault | undefined | Promise<Fault | undefined>;

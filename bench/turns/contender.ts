/** Something whose turns are measured. */
export interface Contender {
  name: string;
  /** Begins a call. */
  open(): Promise<Caller>;
}

/** A call that is under way. */
export interface Caller {
  workflowId: string;
  /** @returns milliseconds from the request to the answer */
  turn(): Promise<number>;
  hangUp(): Promise<void>;
}

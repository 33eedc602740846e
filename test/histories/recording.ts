import type { Engine } from '../setup/engine';

/** What a recording is made with. */
export interface Studio {
  engine: Engine;
  /** Of a server that answers with JSON at /json and with a page that asks for a key elsewhere. */
  outside: string;
}

/** The workflow whose history is kept. */
export interface Recorded {
  workflowId: string;
  /** The last one unless told. */
  runId?: string;
}

export type Recording = (studio: Studio) => Promise<Recorded>;

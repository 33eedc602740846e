import type { Client } from '@temporalio/client';
import { loadDefinition } from '../flow/definition';
import { compileFlow, type FlowGraph } from '../flow/graph';
import type { FlowHead } from '../workflows/flow-contract';
import { readHead } from './read-head';
import { readRevision } from './revision-reader';

/** Milliseconds for which a publication may go unnoticed. */
const HEAD_AGE = 1000;

/**
 * Flows as they lie in Temporal. Revisions never change, so they are kept for good; what is published is
 * asked again after a second.
 */
export class Flows {
  private readonly heads = new Map<string, { read: number; head: Promise<FlowHead | undefined> }>();
  private readonly graphs = new Map<string, Promise<FlowGraph | undefined>>();

  constructor(private readonly client: Client) {}

  /** undefined: there is no such flow. One question is asked of Temporal however many callers wait for it. */
  async head(flowSid: string): Promise<FlowHead | undefined> {
    const now = Date.now();
    const known = this.heads.get(flowSid);
    if (known && now - known.read < HEAD_AGE) return known.head;
    const head = readHead(this.client, flowSid);
    this.heads.set(flowSid, { read: now, head });
    // A failure is not remembered, and neither are SIDs that somebody makes up.
    const forget = (): void => {
      if (this.heads.get(flowSid)?.head === head) this.heads.delete(flowSid);
    };
    head.then(found => {
      if (!found) forget();
    }, forget);
    return head;
  }

  /** What is published has changed, as somebody here knows. */
  forget(flowSid: string): void {
    this.heads.delete(flowSid);
  }

  /** A revision, ready to be run; undefined: there is no such revision. */
  async graph(flowSid: string, revision: number): Promise<FlowGraph | undefined> {
    const key = `${flowSid}:${revision}`;
    const known = this.graphs.get(key);
    if (known) return known;
    const graph = readRevision(this.client, flowSid, revision).then(
      found => found && compileFlow(loadDefinition(found.definition)),
    );
    this.graphs.set(key, graph);
    const forget = (): void => {
      this.graphs.delete(key);
    };
    graph.then(found => {
      if (!found) forget();
    }, forget);
    return graph;
  }
}

import type { Client } from '@temporalio/client';
import { loadDefinition } from '../flow/definition';
import { compileFlow, type FlowGraph } from '../flow/graph';
import type { FlowHead } from '../workflows/flow-contract';
import { readFlow, type FlowState } from './read-head';
import { readRevision } from './revision-reader';

/** Milliseconds for which a publication may go unnoticed. */
const HEAD_AGE = 1000;

/**
 * Flows as they lie in Temporal. Revisions never change, so they are kept for good; what is published is
 * asked again after a second.
 */
export class Flows {
  private readonly flows = new Map<string, { read: number; flow: Promise<FlowState | undefined> }>();
  private readonly graphs = new Map<string, Promise<FlowGraph | undefined>>();

  constructor(private readonly client: Client) {}

  /** undefined: there is no such flow. */
  async head(flowSid: string): Promise<FlowHead | undefined> {
    const flow = await this.flow(flowSid);
    return flow?.deleted ? undefined : flow?.head;
  }

  /**
   * A deleted flow is told of, too, for the executions that it leaves behind. One question is asked of Temporal
   * however many callers wait for it.
   */
  async flow(flowSid: string): Promise<FlowState | undefined> {
    const now = Date.now();
    const known = this.flows.get(flowSid);
    if (known && now - known.read < HEAD_AGE) return known.flow;
    const flow = readFlow(this.client, flowSid);
    this.flows.set(flowSid, { read: now, flow });
    // A failure is not remembered, and neither are SIDs that somebody makes up.
    const forget = (): void => {
      if (this.flows.get(flowSid)?.flow === flow) this.flows.delete(flowSid);
    };
    flow.then(found => {
      if (!found) forget();
    }, forget);
    return flow;
  }

  /** What is published has changed, as somebody here knows. */
  forget(flowSid: string): void {
    this.flows.delete(flowSid);
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

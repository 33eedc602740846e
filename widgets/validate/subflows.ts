import type { Definition, State } from '../../flow/definition';
import { studioCodes } from '../../flow/errors';
import type { Problem } from '../problem';
import type { Placed } from './references';

/** Of a flow with all its subflows: Twilio's limit (https://www.twilio.com/docs/api/errors/81025). */
const MAX_WIDGETS = 2000;

export interface SubflowOptions {
  /** SID of the flow that is validated, so that a way back to it is seen. */
  flowSid?: string;
  /** The definition that a subflow would run; undefined where it is not known. */
  flow?: (sid: string) => Definition | undefined;
}

/** A flow with everything it runs: how many widgets, or the way that leads back to where it began. */
type Extent = { widgets: number; cycle?: never } | { cycle: string[] };

/** SIDs of the flows that a flow runs as subflows, each once, in the order of its states. */
export function subflowsOf({ states }: Definition): string[] {
  return [...new Set(states.map(sidOf).filter(sid => sid !== undefined))];
}

/** Is it known before the flow runs which flows it runs, and do they come to an end? */
export function checkSubflows(placed: readonly Placed[], options: SubflowOptions): Problem[] {
  const extentOf = measure(options.flow);
  const root = options.flowSid === undefined ? [] : [options.flowSid];
  const problems: Problem[] = [];
  let widgets = placed.length;
  for (const { state, path } of placed) {
    if (state.type !== 'run-subflow') continue;
    problems.push(...checkReference(state, path));
    const sid = sidOf(state);
    const extent = sid === undefined ? { widgets: 0 } : extentOf(sid, root);
    if (extent.cycle) {
      problems.push({
        message: `a flow must not run itself: ${extent.cycle.join(' → ')}`,
        property_path: `${path}/properties/flow_sid`,
      });
    } else {
      widgets += extent.widgets;
    }
  }
  if (widgets > MAX_WIDGETS) {
    const { message } = studioCodes[81026];
    problems.push({
      message: `${message}: ${widgets} with those of its subflows, ${MAX_WIDGETS} are allowed`,
      property_path: '#/states',
    });
  }
  return problems;
}

function checkReference({ properties }: State, path: string): Problem[] {
  const { flow_sid: sid, flow_revision: revision } = properties;
  const problems: Problem[] = [];
  if (typeof sid === 'string' && !isFlowSid(sid)) {
    problems.push({
      message: 'must be a valid, non-liquid flow sid',
      property_path: `${path}/properties/flow_sid`,
    });
  }
  const named = typeof revision === 'string' || typeof revision === 'number' ? String(revision) : '';
  if (named !== '' && !/^(Latest(Published|Revision|Draft)|\d+)$/.test(named)) {
    const { message } = studioCodes[81021];
    problems.push({ message, property_path: `${path}/properties/flow_revision` });
  }
  return problems;
}

function sidOf({ type, properties }: State): string | undefined {
  const sid = properties['flow_sid'];
  return type === 'run-subflow' && isFlowSid(sid) ? sid : undefined;
}

function isFlowSid(sid: unknown): sid is string {
  return typeof sid === 'string' && /^FW\w{32}$/.test(sid);
}

/** Each flow is looked at once, however many others run it. */
function measure(flow: SubflowOptions['flow']): (sid: string, way: readonly string[]) => Extent {
  const known = new Map<string, Extent>();
  const extentOf = (sid: string, way: readonly string[]): Extent => {
    if (way.includes(sid)) return { cycle: [...way.slice(way.indexOf(sid)), sid] };
    const before = known.get(sid);
    if (before) return before;
    const definition = way.length < MAX_WIDGETS ? flow?.(sid) : undefined;
    const extent = definition ? extentOfAll(definition, [...way, sid]) : { widgets: 0 };
    known.set(sid, extent);
    return extent;
  };
  const extentOfAll = ({ states }: Definition, way: readonly string[]): Extent => {
    let widgets = states.length;
    for (const sid of states.map(sidOf)) {
      const extent = sid === undefined ? { widgets: 0 } : extentOf(sid, way);
      if (extent.cycle) return extent;
      widgets += extent.widgets;
    }
    return { widgets };
  };
  return extentOf;
}

import type { Context } from './context';
import { isObject, type JsonObject } from './json';

/** A flow that is being run: the one that was called, or a subflow of it. */
export interface Frame {
  flowSid: string;
  revision: number;
  /** The widget that this flow is at. */
  widget: string;
  context: Context;
}

/**
 * What a step does to the Execution Context. Steps record changes instead of whole contexts, so that an
 * execution's history grows with what happens in it, not with what it already knows.
 */
export type Change =
  /** Merged into `widgets.<widget>`; `parsed` is merged one level deeper, as Studio does. */
  | { kind: 'widget'; widget: string; output: JsonObject }
  /** Merged into `flow.variables`. */
  | { kind: 'variables'; variables: JsonObject }
  /** Merged into `flow`; the flows that run the present one are told its channel and add-ons, as Studio does. */
  | { kind: 'flow'; flow: JsonObject }
  /** Merged into `trigger`: what a conversation's latest message says. */
  | { kind: 'trigger'; trigger: Record<string, JsonObject> }
  /** A subflow begins: a frame of its own, with its own `widgets` and `flow.variables`. */
  | { kind: 'enter'; flowSid: string; revision: number; widget: string; parent: JsonObject }
  /** The innermost subflow is over. */
  | { kind: 'leave' };

/** Applies a change to the innermost frame. The frames are changed in place. */
export function apply(frames: Frame[], change: Change): void {
  const frame = innermost(frames);
  const { context } = frame;
  switch (change.kind) {
    case 'widget':
      context.widgets[change.widget] = merge(context.widgets[change.widget], change.output);
      break;
    case 'variables':
      context.flow.variables = { ...context.flow.variables, ...change.variables };
      break;
    case 'flow':
      Object.assign(context.flow, change.flow);
      for (const outer of frames) Object.assign(outer.context.flow, lifted(change.flow));
      break;
    case 'trigger':
      Object.assign(context.trigger, change.trigger);
      break;
    case 'enter':
      frames.push({
        flowSid: change.flowSid,
        revision: change.revision,
        widget: change.widget,
        context: {
          contact: context.contact,
          flow: { ...context.flow, variables: {} },
          trigger: { ...context.trigger, parent: change.parent },
          widgets: {},
        },
      });
      break;
    case 'leave':
      frames.pop();
      break;
  }
}

/** The frame whose widget is running. */
export function innermost(frames: Frame[]): Frame {
  const frame = frames.at(-1);
  if (!frame) throw new Error('an execution has at least one frame');
  return frame;
}

function lifted({ channel, add_ons: addOns }: JsonObject): JsonObject {
  return { ...(channel !== undefined && { channel }), ...(addOns !== undefined && { add_ons: addOns }) };
}

function merge(before: JsonObject | undefined, output: JsonObject): JsonObject {
  const after = { ...before, ...output };
  if (isObject(before?.['parsed']) && isObject(output['parsed'])) {
    after['parsed'] = { ...before['parsed'], ...output['parsed'] };
  }
  return after;
}

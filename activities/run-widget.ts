import { warning, type Warning } from '../flow/errors';
import type { Frame } from '../flow/changes';
import type { State } from '../flow/definition';
import { renderTemplate } from '../flow/liquid';
import { prepareProperties } from '../widgets/properties';
import { eventUrl } from '../widgets/webhook-urls';
import type { Outcome, Scope, Widget } from '../widgets/widget';
import type { AdvanceOptions } from './advance-options';
import type { Turn } from './contract';

interface Running {
  widget: Widget;
  state: State;
  frame: Frame;
  turn: Turn;
  /** Warnings are added here. */
  warnings: Warning[];
}

/** Runs one widget; whatever goes wrong in it becomes its failure transition. */
export function runWidget(
  { widget, state, frame, turn, warnings }: Running,
  options: AdvanceOptions,
): Outcome {
  const failure = { event: widget.failure ?? '' };
  if (!worksIn(widget, turn)) {
    warnings.push(
      warning(81020, `${state.name} (${widget.type}) in an execution started by a ${turn.channel}`),
    );
    return failure;
  }
  const render = (template: string): string => {
    const rendered = renderTemplate(template, frame.context);
    if (rendered.warning) warnings.push(rendered.warning);
    return rendered.text;
  };
  const scope: Scope = {
    name: state.name,
    transitions: state.transitions,
    channel: turn.channel,
    context: frame.context,
    params: turn.params,
    ...(turn.callSid !== undefined && turn.live && { callSid: turn.callSid }),
    settings: { redirectFetch: options.redirectFetch },
    render,
    url: event => eventUrl(turn.session, event),
    seal: secret => options.seal(turn.session, secret),
  };
  try {
    return widget.run(prepareProperties(widget, state.properties, render), scope);
  } catch (error) {
    options.log(`widget ${state.name} (${widget.type}) of ${frame.flowSid} could not be run`, error);
    warnings.push(warning(81014, `${state.name}: ${(error as Error).message}`));
    return failure;
  }
}

function worksIn({ channels }: Widget, { channel, callSid }: Turn): boolean {
  if (!channels || channels.includes(channel)) return true;
  return callSid !== undefined && channels.includes('call');
}

import { Ajv } from 'ajv';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { checkTwiml } from '../../twiml/check';
import { element, type Element } from '../../twiml/element';
import { document } from '../../twiml/serialize';
import type { JsonObject, Params } from '../../flow/json';
import { prepareProperties } from '../../widgets/properties';
import type { Outcome, Widget } from '../../widgets/widget';
import { fittingRule } from '../../workflows/resume';
import { makeScope } from './scope';

/** Runs a widget in the scope of `makeScope`, with properties as `run` gets them. */
export function run(widget: Widget, properties: object, scope = makeScope()): Outcome {
  return widget.run(properties as never, scope);
}

/** The TwiML that a widget says; every element and attribute of it is one that Twilio knows. */
export function said(widget: Widget, properties: object, scope = makeScope()): string {
  const outcome = run(widget, properties, scope);
  const verbs: Element[] = ('verbs' in outcome && outcome.verbs) || [];
  expect(checkTwiml(element('Response', {}, ...verbs), 'voice')).toEqual([]);
  return document(verbs);
}

/** The same with properties as an export has them: templates, numbers as strings, nothing where a default holds. */
export function saidFromExport(widget: Widget, properties: JsonObject, scope = makeScope()): string {
  return said(
    widget,
    prepareProperties(widget, properties, template => scope.render(template)),
    scope,
  );
}

/** What Twilio's own library writes. */
export function official(build: (response: VoiceResponse) => void): string {
  const response = new VoiceResponse();
  build(response);
  return response.toString();
}

/** The event by which a waiting widget is left when this request comes. */
export function eventOf(outcome: Outcome, flowEvent: string | undefined, params: Params): string | undefined {
  if (!('resume' in outcome)) throw new Error('the widget does not wait');
  return fittingRule(outcome.resume, { ...(flowEvent !== undefined && { event: flowEvent }), params })?.event;
}

/** What is wrong with properties as a flow's author wrote them, such as `/timeout must be integer`. */
export function faults(widget: Widget, properties: object): string[] {
  const validate = new Ajv({ allErrors: true }).compile(widget.properties);
  validate(properties);
  return (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`.trim());
}

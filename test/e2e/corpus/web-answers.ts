import type { Definition, State } from '../../../flow/definition';
import { bodiesFor, pathsBelow } from './bodies';
import type { Start } from './start';
import { returnedTexts, statusCodes } from './variables';

/** What a web server answers. */
export interface WebAnswer {
  status: number;
  type: string;
  body: string;
}

/** What a web service or an application may make of a request; the words are those of `webAnswer`. */
export function webAnswersTo(state: State, flow: Definition, { trigger }: Pick<Start, 'trigger'>): string[] {
  return state.type === 'add-twiml-redirect'
    ? applicationAnswersTo(state, flow, trigger === 'incomingCall')
    : serviceAnswersTo(state, flow);
}

/** A status and a body. */
function serviceAnswersTo({ name, type }: State, flow: Definition): string[] {
  const bodies = bodiesFor(flow, `widgets.${name}.parsed`).map(body => `200 ${body}`);
  if (type === 'run-function') return [...bodies, '500'];
  const statuses = statusCodes(flow, `widgets.${name}.status_code`);
  return [...new Set([...bodies, ...statuses.filter(status => status !== '200'), '500'])];
}

/** What it does with what was handed over to it; `return` may bring something along. */
function applicationAnswersTo({ name }: State, flow: Definition, called: boolean): string[] {
  const parameters = pathsBelow(flow, `widgets.${name}`).filter(path => !path.includes('.'));
  const returned = parameters.flatMap(path =>
    returnedTexts(flow, `widgets.${name}.${path}`).map(text => (text ? `return ${path}=${text}` : 'return')),
  );
  return [...new Set(['return', ...returned, '500', ...(called ? ['hangup'] : ['silence', 'next message'])])];
}

/** @param url of the flow's webhook */
export function webAnswer(words: string, url: string): WebAnswer {
  const [what = '', rest = ''] = words.split(/ (.*)/s);
  switch (what) {
    case 'return':
      return twiml(`<Redirect>${url}?FlowEvent=return${rest && `&amp;${rest}`}</Redirect>`);
    case 'hangup':
      return twiml('<Hangup/>');
    case 'silence':
    case 'next':
      return twiml('');
    default:
      return { status: Number(what), type: 'application/json', body: rest };
  }
}

function twiml(verbs: string): WebAnswer {
  return { status: 200, type: 'text/xml', body: `<Response>${verbs}</Response>` };
}

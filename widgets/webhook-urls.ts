import type { Session } from './widget';

/** FlowEvent of a request that only asks for the document that is to be heard. */
export const LISTEN = 'listen';

/** Hosted Studio, in any region, up to the path that it shares with this engine. */
const hostedStudio =
  /^https?:\/\/webhooks(?:\.[a-z0-9-]+)*\.twilio\.com(?::\d+)?(?=\/v1\/Accounts\/[^/?#]+\/Flows\/)/i;

/**
 * Applications have hosted Studio's webhook built in; here it means this engine. All behind the host stays as it is,
 * byte for byte.
 * @param webhookUrl of any flow, with or without query
 */
export function withOwnHost(url: string, webhookUrl: string): string {
  return url.replace(hostedStudio, () => ownBase(webhookUrl));
}

/** Does the URL lead to a flow of this engine? */
export function isOwnWebhook(url: string, webhookUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const flows = `${plain(`${ownBase(webhookUrl)}/v1/Accounts`)}/`;
  const href = plain(url);
  return href.startsWith(flows) && /^[^/?#]+\/Flows\/[^/?#]/.test(href.slice(flows.length));
}

/** The one spelling of a URL's letters and digits, which servers take for the same when they are encoded. */
function plain(url: string): string {
  return new URL(url).href.replace(/%[2-7][0-9a-f]/gi, code => {
    const character = decodeURIComponent(code);
    return /[\w.~-]/.test(character) ? character : code;
  });
}

/** Brings Twilio back to the document that is being made, with an event. */
export function eventUrl(session: Session, event: string): string {
  const { webhookUrl, step, placed } = session;
  const url = `${webhookUrl}?FlowEvent=${encodeURIComponent(event)}&FlowStep=${step}`;
  return placed ? `${url}&${ownership(session)}` : url;
}

/** URL by which Twilio asks the waiting widget for a further page: the target itself stays in the execution. */
export function furtherUrl(session: Session, target: number): string {
  return `${eventUrl(session, 'fetch')}&FlowTarget=${target}`;
}

/** Where Twilio tells of the delivery of a message, or of the end of a call, that the execution has made. */
export function callbackUrl(session: Session): string {
  return `${session.webhookUrl}?${ownership(session)}`;
}

/** URL of the first request of a call that the execution is about to place. */
export function placedCallUrl(session: Session, event: string): string {
  return eventUrl({ ...session, placed: true }, event);
}

/** Only Twilio gets to see it, and only what is signed with the account's token is believed. */
function ownership({ workflowId }: Session): string {
  return `FlowExecution=${encodeURIComponent(workflowId)}`;
}

/** PUBLIC_URL may have a path of its own. */
function ownBase(webhookUrl: string): string {
  return webhookUrl.replace(/\/v1\/Accounts\/.*$/s, '');
}

import type { Session } from './widget';

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
  const flows = `${new URL(`${ownBase(webhookUrl)}/v1/Accounts`).href}/`;
  const { href } = new URL(url);
  return href.startsWith(flows) && /^[^/?#]+\/Flows\/[^/?#]/.test(href.slice(flows.length));
}

/** URL by which Twilio asks the waiting widget for a further page: the target itself stays in the execution. */
export function furtherUrl({ webhookUrl, step }: Session, target: number): string {
  return `${webhookUrl}?FlowEvent=fetch&FlowStep=${step}&FlowTarget=${target}`;
}

/** PUBLIC_URL may have a path of its own. */
function ownBase(webhookUrl: string): string {
  return webhookUrl.replace(/\/v1\/Accounts\/.*$/s, '');
}

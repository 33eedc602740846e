import { Type } from '@sinclair/typebox';
import { warning } from '../flow/errors';
import type { Json, Params } from '../flow/json';
import { element } from '../twiml/element';
import { TwimlError } from '../twiml/error';
import { orHangup, readTwiml, resolveUrls } from './http/fetched-twiml';
import { HttpError } from './http-error';
import { isHttpUrl } from './http/query';
import {
  addressOf,
  fetchPage,
  recallCookies,
  rememberCookies,
  wayToFlow,
  type Page,
} from './http/redirect-page';
import { wholeNumber } from './rendered';
import { oneOf } from './schema';
import { hideInUrl, isSecretName, mapStrings, withoutSecrets, type Hide } from './secrets';
import { furtherUrl, isOwnWebhook, withOwnHost } from './webhook-urls';
import { defineWidget, type Done, type HttpResponse, type ResumeRule, type Wait, type World } from './widget';

/**
 * What is asked, as the Temporal UI shows it: secrets are sealed. The input of a further page lacks `params`; the
 * workflow takes those of the request that asks for it: `{ ...further[target], params }`.
 */
type Input = Page & { timeout?: number };

const MAX_TIMEOUT = 14_400;

/** `<Message>` tells of its delivery this way while the document goes on (inferred): that leads nowhere else. */
const reportsOnly = new Set(['Message']);

/**
 * https://www.twilio.com/docs/studio/widget-library/twiml-redirect. The engine asks for the pages of the application
 * itself, so that whatever is wrong with one of them, at any hop, becomes `fail` with the call still in hand. With
 * REDIRECT_FETCH=twilio it prints `<Redirect>`, as hosted Studio does: then only a URL that cannot be parsed fails.
 */
export const addTwimlRedirect = defineWidget({
  type: 'add-twiml-redirect',
  properties: Type.Object({
    url: Type.String({ description: 'The application that takes over.' }),
    method: Type.Optional(oneOf(['POST', 'GET'], { default: 'POST', description: 'How it is asked.' })),
    timeout: Type.Optional(
      Type.String({
        default: String(MAX_TIMEOUT),
        description: 'Seconds until control must be back, at most 14400; 0: it is not expected back.',
      }),
    ),
  }),
  events: ['return', 'timeout', 'fail', 'failed'],
  failure: 'fail',
  channels: ['call', 'message'],
  speaks: true,

  run({ url, method: wanted, timeout }, scope) {
    const method = wanted === 'GET' ? 'GET' : 'POST';
    const target = withOwnHost(url.trim(), scope.url('return'));
    const flaw = flawOf(target);
    if (flaw) return failed(`"${withoutSecrets(target)}" ${flaw}`);
    const seconds = Math.min(wholeNumber(timeout) ?? MAX_TIMEOUT, MAX_TIMEOUT);
    // A flow of this engine is not asked by the engine itself: Twilio goes there on its own.
    if (scope.settings.redirectFetch === 'twilio' || isOwnWebhook(target, scope.url('return'))) {
      return waitFor(scope.params, { verbs: [element('Redirect', { method }, target)] }, seconds);
    }
    const page: Input = {
      ...sealedPage({ url: target, method }, secret => scope.seal(secret)),
      params: sealedParams(scope.params, secret => scope.seal(secret)),
      hop: 0,
      timeout: seconds,
    };
    return { call: page, idempotent: false, seconds: 20 };
  },

  async call(input, world) {
    const page = mapStrings(input, text => world.unseal(text)) as Input;
    const cookies = recallCookies(world);
    try {
      const response = await fetchPage(page, world, cookies);
      const flow = wayToFlow(response, page, world);
      if (!flow && (response.status < 200 || response.status > 299)) {
        return failed(`${describe(page)} answered ${response.status}`);
      }
      const { verbs, further } = flow ? { verbs: [flow], further: [] } : pass(response, page, world);
      return waitFor(page.params, { verbs, further, memory: rememberCookies(cookies, world) }, page.timeout);
    } catch (error) {
      if (error instanceof HttpError) return failed(`${describe(page)}: ${error.message}`);
      if (error instanceof TwimlError) return failed(`${describe(page)}: ${error.message} (${error.code})`);
      throw error;
    }
  },
});

/** The page for the caller. What it leads to passes through the execution, too, unless that is a flow's webhook. */
function pass(response: HttpResponse, page: Input, world: World): Required<Pick<Wait, 'verbs' | 'further'>> {
  const { session } = world;
  const further: Json[] = [];
  const root = readTwiml(response, 'MessageSid' in page.params ? 'message' : 'call');
  const verbs = resolveUrls(root, addressOf(response, page), session.webhookUrl, (url, place) => {
    if (place.kind !== 'control' || reportsOnly.has(place.element)) return url;
    if (isHandedOver(page.params, page.timeout)) return url;
    if (isOwnWebhook(url, session.webhookUrl)) return url;
    const target = { url, method: place.method === 'GET' ? 'GET' : 'POST' } as const;
    further.push({ ...sealedPage(target, secret => world.seal(secret)), hop: page.hop + 1 });
    return furtherUrl(session, further.length - 1);
  });
  return { verbs: orHangup(verbs, session), further };
}

/**
 * A call comes back by FlowEvent=return, or by any request without a FlowEvent. So does a message, but there the
 * latter is what the contact wrote next; it is told apart by its SID.
 */
function waitFor(params: Params, said: Pick<Wait, 'verbs' | 'further' | 'memory'>, seconds?: number): Wait {
  // The application hears of a hang-up by its own verbs' requests, which may come after the status callback.
  const tells = said.further !== undefined && said.further.length > 0;
  const again: ResumeRule = { event: 'fetch', again: true, ...(tells && { tellsOfHangUp: true }) };
  const sid = params['MessageSid'];
  if (isHandedOver(params, seconds)) return { ...said, resume: [] };
  const back: ResumeRule[] =
    sid === undefined
      ? [{ event: 'return', plain: true }]
      : [
          { event: 'return', when: { MessageSid: [sid, ''] }, plain: false },
          { event: 'return', message: true, under: 'inbound' },
        ];
  return {
    ...said,
    resume: [again, ...back],
    ...(seconds && { timeout: { seconds, event: 'timeout' } }),
  };
}

/** A conversation by messages has no end of its own: where control is not expected back, the execution is over. */
function isHandedOver(params: Params, seconds: number | undefined): boolean {
  return seconds === 0 && params['MessageSid'] !== undefined;
}

/** Why Twilio could not ask for this; undefined: it could. Spaces are what Liquid most often leaves behind. */
function flawOf(url: string): string | undefined {
  if (url === '') return 'is empty';
  const [illegal] = /[\s<>"{}|\\^`\p{Cc}]|%(?![0-9a-f]{2})/iu.exec(url) ?? [];
  if (illegal !== undefined)
    return `holds ${JSON.stringify(illegal)}, which must be URL-encoded (filter url_encode)`;
  return isHttpUrl(url) ? undefined : 'is not an absolute http or https URL';
}

function sealedPage<Target extends Pick<Page, 'url' | 'method'>>(target: Target, seal: Hide): Target {
  return { ...target, url: hideInUrl(target.url, seal) };
}

function sealedParams(params: Params, seal: Hide): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, isSecretName(name) ? seal(value) : value]),
  );
}

function describe({ method, url }: Page): string {
  return `${method} ${withoutSecrets(url)}`;
}

function failed(detail: string): Done {
  return { event: 'fail', warnings: [warning(81016, detail)] };
}

import { Type } from '@sinclair/typebox';
import { warning, type StudioCode } from '../flow/errors';
import type { Params } from '../flow/json';
import { orHangup, parsed, resolveUrls } from './http/fetched-twiml';
import { HttpError } from './http-error';
import { responseLimits, responseOutput } from './http/parsed-body';
import { encoded, isHttpUrl, pairsOf } from './http/query';
import { keyValues } from './schema';
import { hideInUrl, isSecretName, mapStrings, withoutSecrets } from './secrets';
import { sendSigned } from './http/signed-request';
import {
  defineWidget,
  type Done,
  type HttpResponse,
  type ResumeRule,
  type Scope,
  type Wait,
  type World,
} from './widget';

/**
 * What is sent, as the Temporal UI shows it: secrets are sealed. `hearer` is whom TwiML reaches: the one on the line
 * unless told.
 */
type Input = { url: string; parameters: Params; hearer?: 'writer' | 'nobody' };

/** How functions that speak give control back; `audioComplete` is what they have always used. */
const resume: ResumeRule[] = [
  { event: 'success', flowEvent: 'audioComplete' },
  { event: 'success', plain: true },
];

/** A conversation by messages has no end of its own: it would wait for ever where the TwiML leads nowhere (inferred). */
const resumeInMessages: ResumeRule[] = [...resume, { event: 'success', message: true, under: 'inbound' }];

/**
 * https://www.twilio.com/docs/studio/widget-library/run-function. A function that answers with TwiML speaks for the
 * widget: the widget then waits until the TwiML leads back with FlowEvent `success` or `audioComplete`, and what
 * comes along becomes `widgets.<name>.*`. In a message, what the contact writes next leads back as well.
 */
export const runFunction = defineWidget({
  type: 'run-function',
  properties: Type.Object({
    url: Type.String({ description: 'URL of the function.' }),
    service_sid: Type.Optional(Type.String({ description: "The function's service in Twilio; not used." })),
    environment_sid: Type.Optional(Type.String({ description: 'Its environment; not used.' })),
    function_sid: Type.Optional(Type.String({ description: 'Its SID; not used: the URL decides.' })),
    parameters: Type.Optional(keyValues({ description: 'Sent as a form.' })),
  }),
  events: ['success', 'fail'],
  failure: 'fail',

  run({ url, parameters = [] }, scope) {
    const target = url.trim();
    if (!isHttpUrl(target)) return failed(81010, `not the URL of a function: "${withoutSecrets(target)}"`);
    const sealed = pairsOf(parameters).map(([key, value]) => [
      key,
      value !== '' && isSecretName(key) ? scope.seal(value) : value,
    ]);
    const input: Input = {
      url: hideInUrl(target, secret => scope.seal(secret)),
      parameters: Object.fromEntries(sealed) as Params,
      ...hearerIn(scope),
    };
    return { call: input };
  },

  async call(input, world) {
    const { url, parameters, hearer } = mapStrings(input, text => world.unseal(text)) as Input;
    try {
      const response = await sendSigned(world, {
        ...responseLimits,
        method: 'POST',
        url,
        form: parameters,
        body: encoded(Object.entries(parameters)),
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      });
      return outcome(response, world, { url, hearer });
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return failed(81010, `${withoutSecrets(url)}: ${error.message}`);
    }
  },
});

function hearerIn({ channel, callSid }: Scope): Pick<Input, 'hearer'> {
  if (channel === 'call' || callSid !== undefined) return {};
  return { hearer: channel === 'message' ? 'writer' : 'nobody' };
}

function outcome(
  response: HttpResponse,
  world: World,
  { url, hearer }: { url: string; hearer: Input['hearer'] },
): Done | Wait {
  const output = responseOutput(response);
  const concurrency = response.headers['x-twilio-function-concurrency'];
  if (concurrency !== undefined) output['headers'] = { 'x-twilio-function-concurrency': concurrency };
  if (response.status < 200 || response.status >= 400) {
    return { ...failed(81017, `${withoutSecrets(url)} answered ${response.status}`), output };
  }
  const twiml = parsed(response.body);
  if (!twiml) return { event: 'success', output };
  if (hearer === 'nobody') {
    const warnings = [warning(81020, `nobody hears the TwiML that ${withoutSecrets(url)} answered`)];
    return { event: 'success', output, warnings };
  }
  const verbs = resolveUrls(twiml, response.url, world.session.webhookUrl);
  return { verbs: orHangup(verbs, world.session), resume: hearer === 'writer' ? resumeInMessages : resume };
}

function failed(code: StudioCode, detail: string): Done {
  return { event: 'fail', warnings: [warning(code, detail)] };
}

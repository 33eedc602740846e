import { randomUUID } from 'node:crypto';
import { request, type Dispatcher } from 'undici';
import { sign } from '../../config/signature';
import { newSid, standardParams, type CallStatus, type Params } from '../../phone/params';
import { parseTwiml } from '../../twiml/parse';
import { ACCOUNT_SID, AUTH_TOKEN } from '../account';
import type { Caller, Contender } from './contender';
import { benchFlow } from './flow';

/** A call as Twilio makes it: signed requests over HTTP to the gateway. */
export class Turn implements Contender {
  constructor(
    readonly name: string,
    /** What comes back from each question. */
    private readonly given: Params,
    private readonly gatewayUrl: string,
    private readonly dispatcher: Dispatcher,
  ) {}

  async open(): Promise<Caller> {
    const flowUrl = `${this.gatewayUrl}/v1/Accounts/${ACCOUNT_SID}/Flows/${benchFlow.flowSid}`;
    const callSid = newSid('CA');
    const parties = { callSid, accountSid: ACCOUNT_SID, from: '+15550100001', to: '+15550100002' };
    const post = (url: string, status: CallStatus, params: Params) =>
      this.post(url, { ...standardParams(parties, status), ...params });
    let action = actionOf((await post(flowUrl, 'ringing', {})).twiml);
    return {
      workflowId: `${benchFlow.flowSid}/${callSid}`,
      turn: async () => {
        const { twiml, ms } = await post(action, 'in-progress', this.given);
        action = actionOf(twiml);
        return ms;
      },
      hangUp: async () => {
        await post(flowUrl, 'completed', { CallbackSource: 'call-progress-events' });
      },
    };
  }

  /** The signature is Twilio's work, so it is made before the clock runs. */
  private async post(url: string, params: Params): Promise<{ twiml: string; ms: number }> {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      'i-twilio-idempotency-token': randomUUID(),
      'x-twilio-signature': sign(AUTH_TOKEN, url, params),
    };
    const content = new URLSearchParams(params).toString();
    const started = performance.now();
    const { statusCode, body } = await request(url, {
      dispatcher: this.dispatcher,
      method: 'POST',
      headers,
      body: content,
    });
    const twiml = await body.text();
    const ms = performance.now() - started;
    if (statusCode !== 200) throw new Error(`${url} answers ${statusCode}: ${twiml}`);
    return { twiml, ms };
  }
}

/** Where the question that a document asks leads to. */
function actionOf(twiml: string): string {
  const gather = parseTwiml(twiml).children.find(
    child => typeof child !== 'string' && child.name === 'Gather',
  );
  const action = typeof gather === 'string' ? undefined : gather?.attributes['action'];
  if (action === undefined) throw new Error(`No question was asked: ${twiml}`);
  return action;
}

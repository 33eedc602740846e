import type { Twilio } from 'twilio';
import type { JsonObject } from '../../../flow/json';
import type { Engine } from '../../setup/engine';
import { ACCOUNT, NUMBER, TOKEN } from '../../setup/engine';
import { until } from '../../setup/until';
import { state, variables } from '../../resilience/flows';
import { flowOf } from '../../widgets/flows';
import { clientOf } from './rest';

/** The one that the desk's Twilio serves. */
export const own = { sid: ACCOUNT, tokens: [TOKEN] } as const;

export type Executions = ReturnType<Twilio['studio']['v2']['flows']>['executions'];

/** A flow that was published with the official client. */
export interface Published {
  sid: string;
  executions: Executions;
  /** Of the REST API. */
  url: string;
}

export async function publish(engine: Engine, definition: JsonObject, settings?: object): Promise<Published> {
  const { flows } = clientOf(engine.url, own).studio.v2;
  const { sid } = await flows.create({ friendlyName: 'Test', status: 'published', definition });
  if (settings) {
    const form = new URLSearchParams({ Status: 'published', Settings: JSON.stringify(settings) });
    const authorization = `Basic ${Buffer.from(`${own.sid}:${TOKEN}`).toString('base64')}`;
    const url = `${engine.url}/v2/Flows/${sid}`;
    const saved = await fetch(url, { method: 'POST', body: form, headers: { authorization } });
    if (!saved.ok) throw new Error(await saved.text());
  }
  return { sid, executions: flows(sid).executions, url: `${engine.url}/v2/Flows/${sid}/Executions` };
}

/** Greets, and waits for an answer for an hour. */
export const waiting = (): JsonObject =>
  flowOf(
    variables('greet', { greeting: 'Hello {{flow.data.name}}' }, 'ask'),
    state(
      'ask',
      'send-and-wait-for-reply',
      { from: '{{flow.channel.address}}', body: '{{flow.variables.greeting}}', timeout: '3600' },
      { incomingMessage: 'thank', timeout: '', deliveryFailure: '' },
    ),
    variables('thank', { said: '{{widgets.ask.inbound.Body}}' }),
  );

/** Is over at once. */
export const short = (): JsonObject => flowOf(variables('greet', { greeting: 'Hello {{flow.data.name}}' }));

let contacts = 0;
/** Somebody new. */
export const someone = (): string => `+1555800${String((contacts += 1)).padStart(4, '0')}`;

/** Starts an execution for somebody new. */
export async function start({ executions }: Published, from = NUMBER) {
  return executions.create({ to: someone(), from });
}

export function untilEnded({ executions }: Published, sid: string): Promise<void> {
  return until(async () => (await executions(sid).fetch()).status === 'ended');
}

/** Waits until the execution is at this many steps. */
export function untilSteps({ executions }: Published, sid: string, count: number): Promise<void> {
  return until(async () => (await executions(sid).steps.list()).length === count);
}

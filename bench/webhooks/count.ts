import { requests } from '../../phone/record';
import { saveFlow } from '../../store/save-flow';
import { explore } from '../../test/e2e/corpus/explore';
import { withHost } from '../../test/e2e/corpus/outside';
import { answer, startServer } from '../../test/widgets/web-server';
import { ACCOUNT_SID } from '../account';
import type { Stage } from '../stage';
import { readCorpus } from './corpus';
import { startCountingGateway } from './gateway';
import { ScriptedCall } from './scripted-call';

export interface WebhookCount {
  folder: string;
  flows: number;
  calls: number;
  /** Webhooks of these calls that want TwiML. */
  joined: number;
  /** What the same calls have where every Say/Play is a webhook, as in hosted Studio. */
  single: number;
  /** All webhooks that came to the gateway. */
  webhooks: number;
  /** The gateway's requests to Temporal, by their names. */
  rpcs: Record<string, number>;
}

/** Widgets whose TwiML goes in front of what comes next: a fork-stream is joined as a say-play is. */
const JOINED = new Set(['say-play', 'fork-stream']);

/** Calls every flow of a folder along every branch that keys, words and answers from outside lead to. */
export async function countWebhooks(stage: Stage, folder: string): Promise<WebhookCount> {
  const { client, taskQueue } = stage;
  const flows = await readCorpus(folder);
  const gateway = await startCountingGateway(stage);
  let call: ScriptedCall | undefined;
  const outside = await startServer((_asked, response) => {
    void call?.outside().then(
      ({ body, type, status }) => answer(response, body, type, status),
      () => response.destroy(),
    );
  });
  const count = { calls: 0, joined: 0, single: 0, webhooks: 0 };
  try {
    for (const { flowSid, json, definition } of flows) {
      const flow = { accountSid: ACCOUNT_SID, flowSid, friendlyName: flowSid, status: 'published' } as const;
      await saveFlow(client, taskQueue, { ...flow, definition: withHost(outside.url, json) });
      const url = `${gateway.url}/v1/Accounts/${ACCOUNT_SID}/Flows/${flowSid}`;
      await explore(async decide => {
        call = new ScriptedCall({ client, flowSid, definition, url, decide });
        const record = await call.place();
        const ours = requests(record).filter(request => request.url.startsWith(gateway.url));
        const asking = ours.filter(({ purpose }) => purpose === 'twiml');
        const back = asking.filter(request => request.url.includes('FlowEvent=audioComplete'));
        const joined = (await call.steps()).filter(({ type }) => JOINED.has(type));
        count.calls += 1;
        count.joined += asking.length;
        count.single += asking.length - back.length + joined.length;
        count.webhooks += ours.length;
      });
    }
    return { folder, flows: flows.length, ...count, rpcs: Object.fromEntries(gateway.rpcs) };
  } finally {
    await gateway.close();
    await outside.close();
  }
}

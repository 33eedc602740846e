import { request } from 'undici';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { readSettings, type Settings } from '../../config/settings';
import { createLogger } from '../../gateway/logger';
import { startGateway, type RunningGateway } from '../../gateway/server';
import { saveFlow } from '../../store/save-flow';
import { ACCOUNT, FLOW, ringing, TOKEN } from './gateway';
import { startTemporal, TASK_QUEUE, type Temporal } from './temporal';

const log = createLogger('silent');

function settingsWith(given: Record<string, string>): Settings {
  return readSettings({
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    PORT: '0',
    HOST: '127.0.0.1',
    TASK_QUEUE,
    ...given,
  });
}

async function ring({ url }: RunningGateway): Promise<{ status: number; text: string }> {
  const webhook = `${url}/v1/Accounts/${ACCOUNT}/Flows/${FLOW}`;
  const form = ringing();
  const { statusCode, body } = await request(webhook, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': getExpectedTwilioSignature(TOKEN, webhook, form),
    },
    body: new URLSearchParams(form).toString(),
  });
  return { status: statusCode, text: await body.text() };
}

describe('a gateway', () => {
  let temporal: Temporal;
  beforeAll(async () => (temporal = await startTemporal()));
  afterAll(() => temporal.stop());

  it('serves the flows that are kept in Temporal', async () => {
    await saveFlow(temporal.env.client, TASK_QUEUE, {
      accountSid: ACCOUNT,
      flowSid: FLOW,
      friendlyName: 'Test',
      status: 'published',
      definition: {
        initial_state: 'Trigger',
        states: [
          {
            name: 'Trigger',
            type: 'trigger',
            properties: {},
            transitions: [{ event: 'incomingCall' }],
          },
        ],
      },
    });
    const gateway = await startGateway(settingsWith({ TEMPORAL_ADDRESS: temporal.env.address }), log);
    try {
      expect(await ring(gateway)).toMatchObject({
        status: 200,
        text: expect.stringContaining('<Say>') as string,
      });
    } finally {
      await gateway.close();
    }
  });

  it('stands beside others', async () => {
    const settings = settingsWith({ TEMPORAL_ADDRESS: temporal.env.address });
    const gateways = await Promise.all([startGateway(settings, log), startGateway(settings, log)]);
    expect(new Set(gateways.map(({ url }) => url)).size).toBe(2);
    await Promise.all(gateways.map(gateway => gateway.close()));
  });
});

describe('a gateway without Temporal', () => {
  it('starts all the same', async () => {
    const gateway = await startGateway(settingsWith({ TEMPORAL_ADDRESS: '127.0.0.1:1' }), log);
    const { statusCode, body } = await request(`${gateway.url}/readyz`);
    expect(statusCode).toBe(503);
    await body.dump();
    await gateway.close();
  });

  it('does not start on a port that is taken', async () => {
    const gateway = await startGateway(settingsWith({}), log);
    const { port } = new URL(gateway.url);
    await expect(startGateway(settingsWith({ PORT: port }), log)).rejects.toThrow(/EADDRINUSE/);
    await gateway.close();
  });
});

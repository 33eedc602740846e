import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { own, waiting } from '../gateway/v2/executions';
import { startRest } from '../gateway/v2/rest';
import type { Engine } from '../setup/engine';
import { installTwilioCli } from './install';
import { run } from './run';
import { startTwilioHost, type TwilioHost } from './twilio-host';

const bin = installTwilioCli();

(bin === undefined ? describe.skip : describe)('the Twilio CLI', () => {
  let engine: Engine;
  let host: TwilioHost;
  let home: string;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'studio-engine-cli-'));
    engine = await startRest([own]);
    host = await startTwilioHost(engine.url);
  });
  afterAll(async () => {
    await host.close();
    await engine.close();
    rmSync(home, { recursive: true });
  });

  const twilio = async (command: string, options: Record<string, string>) => {
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const env = {
      ...host.env,
      // It looks for itself there.
      PATH: `${bin ?? ''}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      TWILIO_ACCOUNT_SID: own.sid,
      TWILIO_AUTH_TOKEN: own.tokens[0],
    };
    const printed = await run(
      join(bin ?? '', 'twilio'),
      [`api:studio:v2:${command}`, ...flags, '-o', 'json'],
      env,
    );
    return printed.trim() === '' ? [] : (JSON.parse(printed) as Record<string, unknown>[]);
  };

  it('manages flows and executions', async () => {
    const definition = JSON.stringify(waiting());
    const [created] = await twilio('flows:create', {
      'friendly-name': 'From the CLI',
      status: 'published',
      definition,
    });
    expect(created).toMatchObject({ friendlyName: 'From the CLI', status: 'published', revision: 1 });
    const sid = String(created?.['sid']);
    expect(await twilio('flows:fetch', { sid })).toMatchObject([{ definition: waiting() }]);
    expect(await twilio('flows:update', { sid, status: 'draft' })).toMatchObject([{ revision: 2 }]);
    // Others make flows in the same account meanwhile.
    const listed = await twilio('flows:list', { 'page-size': '50', limit: '1000' });
    expect(listed).toContainEqual(expect.objectContaining({ sid }));
    expect(await twilio('flows:revisions:list', { sid })).toMatchObject([{ revision: 2 }, { revision: 1 }]);

    const [execution] = await twilio('flows:executions:create', {
      'flow-sid': sid,
      to: '+15005550006',
      from: '+15005550009',
    });
    expect(execution).toMatchObject({ status: 'active' });
    const one = { 'flow-sid': sid, sid: String(execution?.['sid']) };
    expect(await twilio('flows:executions:update', { ...one, status: 'ended' })).toMatchObject([
      { status: 'ended' },
    ]);
    await twilio('flows:remove', { sid });
    await expect(twilio('flows:fetch', { sid })).rejects.toThrow(/20404/);
  }, 300_000);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { own, waiting } from '../gateway/v2/executions';
import { startRest } from '../gateway/v2/rest';
import { installPythonClient } from './install';
import { run } from './run';
import { startTwilioHost } from './twilio-host';

const bin = installPythonClient();

(bin === undefined ? describe.skip : describe)("Python's official client", () => {
  it('manages flows and executions', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'studio-engine-python-'));
    const definition = join(folder, 'definition.json');
    writeFileSync(definition, JSON.stringify(waiting()));
    const engine = await startRest([own]);
    const host = await startTwilioHost(engine.url);
    try {
      const printed = await run(join(bin ?? '', 'python'), [join(__dirname, 'flows.py')], {
        ...host.env,
        TWILIO_ACCOUNT_SID: own.sid,
        TWILIO_AUTH_TOKEN: own.tokens[0],
        DEFINITION: definition,
      });
      expect(printed.trim()).toBe('done');
    } finally {
      await host.close();
      await engine.close();
      rmSync(folder, { recursive: true });
    }
  }, 180_000);
});

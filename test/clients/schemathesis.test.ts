import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { own, publish, start, untilSteps, waiting } from '../gateway/v2/executions';
import { startRest } from '../gateway/v2/rest';
import type { Engine } from '../setup/engine';
import { FUZZ_SEED } from '../setup/fuzz';
import { installSchemathesis } from './install';
import { run } from './run';

/** Twilio's own description of the API; README.md tells where it comes from. */
const description = join(__dirname, 'twilio_studio_v2.json');
const bin = installSchemathesis();
const CHECKS = [
  ...['not_a_server_error', 'content_type_conformance', 'response_schema_conformance'],
  ...['response_headers_conformance', 'ignored_auth'],
];

(bin === undefined ? describe.skip : describe)("what Twilio's description of the API leads to", () => {
  let engine: Engine;
  let folder: string;

  beforeAll(async () => {
    engine = await startRest([own]);
    folder = mkdtempSync(join(tmpdir(), 'studio-engine-schemathesis-'));
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  async function schemathesis(config: string): Promise<string> {
    const file = join(folder, 'schemathesis.toml');
    writeFileSync(file, config);
    const options = [
      ...['--config-file', file, 'run', description],
      ...['--url', engine.url, '--auth', `${own.sid}:${own.tokens[0]}`],
      ...['--checks', CHECKS.join(','), '--phases', 'examples,coverage,fuzzing'],
      ...['--max-examples', '10', '--seed', String(FUZZ_SEED), '--warnings', 'off'],
    ];
    return run(join(bin ?? '', 'schemathesis'), options, { HOME: folder }, { cwd: folder, timeout: 240_000 });
  }

  it('is answered as it says, or refused, whatever is asked', async () => {
    expect(await schemathesis('')).toMatch(/No issues found/);
  }, 300_000);

  it('is answered as it says where there is what is asked for', async () => {
    const flow = await publish(engine, waiting());
    const { sid } = await start(flow);
    await untilSteps(flow, sid, 2);
    const [step] = await flow.executions(sid).steps.list();
    const executions = '/v2/Flows/{FlowSid}/Executions';
    const paths = {
      '/v2/Flows/{Sid}': { Sid: flow.sid },
      '/v2/Flows/{Sid}/Revisions': { Sid: flow.sid },
      '/v2/Flows/{Sid}/Revisions/{Revision}': { Sid: flow.sid, Revision: 'LatestPublished' },
      '/v2/Flows/{Sid}/TestUsers': { Sid: flow.sid },
      [executions]: { FlowSid: flow.sid },
      [`${executions}/{Sid}`]: { FlowSid: flow.sid, Sid: sid },
      [`${executions}/{ExecutionSid}/Context`]: { FlowSid: flow.sid, ExecutionSid: sid },
      [`${executions}/{ExecutionSid}/Steps`]: { FlowSid: flow.sid, ExecutionSid: sid },
      [`${executions}/{ExecutionSid}/Steps/{Sid}`]: {
        ...{ FlowSid: flow.sid, ExecutionSid: sid },
        Sid: step?.sid ?? '',
      },
      [`${executions}/{ExecutionSid}/Steps/{StepSid}/Context`]: {
        ...{ FlowSid: flow.sid, ExecutionSid: sid },
        StepSid: step?.sid ?? '',
      },
    };
    const config = Object.entries(paths).map(([path, parameters]) => {
      const given = Object.entries(parameters).map(([name, value]) => `"path.${name}" = "${value}"`);
      return `[[operations]]\ninclude-path = "${path}"\nparameters = { ${given.join(', ')} }\n`;
    });
    // What is deleted cannot be asked for.
    const deletes = '[[operations]]\ninclude-method = "DELETE"\nenabled = false\n';
    expect(await schemathesis([deletes, ...config].join('\n'))).toMatch(/No issues found/);
  }, 300_000);
});

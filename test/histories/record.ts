import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../flow/json';
import { findCli } from '../../scripts/temporal/cli';
import { Engine } from '../setup/engine';
import { startTemporalServer } from '../setup/temporal-server';
import { answer, startServer } from '../widgets/web-server';
import { calls } from './calls';
import { conversations } from './conversations';
import { definitions } from './definitions';
import { messages } from './messages';
import { outgoing } from './outgoing';

// Records histories in this folder, one for each kind of ending and each family of widgets: those that are named,
// or all of them.
//
//   node --require ./test/setup/register-typescript.js test/histories/record.ts [name ...]
//
// Executions live for up to a month, and flows for years, so today's workflow code has to replay the histories of
// then. When a test says that it does not, mend the code (https://docs.temporal.io/develop/typescript/versioning);
// recording anew is right only before a release, for histories that no server holds any more.

const recordings = { ...calls, ...messages, ...conversations, ...outgoing, ...definitions };

async function main(): Promise<void> {
  const temporal = await startTemporalServer({ config: ['limit.historyCount.suggestContinueAsNew=40'] });
  const server = await startServer(({ path }, response) => {
    if (path === '/json') answer(response, '{"ok":true}', 'application/json');
    else answer(response, '<Response><Gather action="/next"><Say>Page</Say></Gather></Response>');
  });
  const engine = await Engine.start({ temporal, settings: { maxStreak: 2 } });
  const cli = await findCli();
  const named = process.argv.slice(2);
  for (const [name, record] of Object.entries(recordings)) {
    if (named.length > 0 && !named.includes(name)) continue;
    const { workflowId, runId } = await record({ engine, outside: server.url });
    await engine.client.workflow.result(workflowId, runId, { followRuns: false }).catch(() => undefined);
    const run = ['--workflow-id', workflowId, ...(runId === undefined ? [] : ['--run-id', runId])];
    const shown = execFileSync(cli, [
      'workflow',
      'show',
      '--address',
      temporal.address,
      ...run,
      '--output',
      'json',
    ]);
    write(name, JSON.parse(shown.toString()) as { events: JsonObject[] });
  }
  await engine.close();
  await server.close();
  await temporal.stop();
}

/** Without what tells of the machine it was recorded on. */
function write(name: string, history: { events: JsonObject[] }): void {
  const json = JSON.stringify(history, (key, value: unknown) => (key === 'identity' ? 'recorder' : value), 1);
  writeFileSync(join(__dirname, `${name}.json`), `${json}\n`);
  console.log(name, history.events.length, 'events', json.length, 'characters');
}

void main();

import { Connection } from '@temporalio/client';
import pino from 'pino';
import { readSettings } from '../../config/settings';
import { startGateway } from '../../gateway/server';
import { run } from '../../scripts/bootstrap/command';
import { findCli } from '../../scripts/temporal/cli';
import { registerSearchAttributes } from '../../scripts/temporal/search-attributes';
import { tellOfMissing } from '../../store/search-attributes';
import { startWorker } from '../../worker/run';
import { workflowBundle } from '../setup/bundle';
import { installQuietRuntime } from '../setup/quiet-runtime';
import { until } from '../setup/until';
import { startTemporalServer, type TemporalServer } from '../setup/temporal-server';

let server: TemporalServer;
let connection: Connection;
beforeAll(async () => {
  server = await startTemporalServer();
  connection = await Connection.connect({ address: server.address });
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

async function registered(): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({
    namespace: 'default',
  });
  return Object.keys(customAttributes).sort();
}

describe('search attributes', () => {
  const all = [
    'AccountSid',
    'CallSid',
    'ContactAddress',
    'EndedReason',
    'ExecutionSid',
    'FlowRevision',
    'FlowSid',
  ];

  it('are there on a server that was started here', async () => {
    expect(await registered()).toEqual(all);
  });

  it('are registered where they are missing, and nothing is done twice', async () => {
    const searchAttributes = ['CallSid', 'FlowRevision'];
    await connection.operatorService.removeSearchAttributes({ namespace: 'default', searchAttributes });
    expect(await registered()).toEqual(all.filter(name => !searchAttributes.includes(name)));
    await registerSearchAttributes(connection);
    await registerSearchAttributes(connection);
    expect(await registered()).toEqual(all);
  });

  it('that are missing are told of by gateway and worker, with the command that registers them', async () => {
    const searchAttributes = ['CallSid', 'FlowRevision'];
    await connection.operatorService.removeSearchAttributes({ namespace: 'default', searchAttributes });
    const told: string[] = [];
    const log = pino(
      {},
      { write: (line: string) => void told.push((JSON.parse(line) as { msg: string }).msg) },
    );
    const settings = readSettings({
      ...{ TEMPORAL_ADDRESS: server.address, TASK_QUEUE: 'search-attributes', HOST: '127.0.0.1', PORT: '0' },
      ...{ TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'token' },
    });
    installQuietRuntime();
    const worker = await startWorker(settings, log, await workflowBundle());
    const gateway = await startGateway(settings, log);
    const missing = (): string[] => told.filter(message => message.includes('search attributes'));
    await until(() => Promise.resolve(missing().length === 2));
    await Promise.all([gateway.close(), worker.shutdown()]);

    const command =
      'temporal operator search-attribute create --namespace default ' +
      '--name FlowRevision --type Int --name CallSid --type Keyword';
    const message = `the Temporal namespace default lacks the search attributes FlowRevision, CallSid: no execution starts without them. Register them once: ${command}`;
    expect(missing()).toEqual([message, message]);
    await run(await findCli(), [...command.split(' ').slice(1), '--address', server.address]);
    expect(await registered()).toEqual(all);
  });

  it('that are all there are not talked about', async () => {
    const told: string[] = [];
    await tellOfMissing({ connectionOptions: { address: server.address } }, message => told.push(message));
    expect(told).toEqual([]);
  });
});

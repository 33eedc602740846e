import { Connection } from '@temporalio/client';
import { registerSearchAttributes } from '../../scripts/temporal/search-attributes';
import { startTemporalServer, type TemporalServer } from '../setup/temporal-server';

let server: TemporalServer;
let connection: Connection;
beforeAll(async () => {
  server = await startTemporalServer();
  connection = await Connection.connect({ address: server.address });
}, 60_000);
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
});

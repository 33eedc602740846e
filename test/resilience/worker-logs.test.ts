import { NativeConnection, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { installRuntime } from '../../worker/runtime';
import { Line } from '../setup/line';
import { sharedTemporalServer, type TemporalServer } from '../setup/temporal-server';
import { until } from '../setup/until';

let server: TemporalServer;
let line: Line;
beforeAll(async () => {
  server = await sharedTemporalServer();
  line = new Line(server.address);
});
afterAll(() => server.stop());
afterEach(() => Runtime.instance().shutdown());

/** Asks a Temporal that is gone. @returns what is logged until the question has been given up */
async function askInVain(level: string): Promise<string[]> {
  const logged: string[] = [];
  installRuntime(pino({ level }, { write: text => void logged.push(text) }));
  await line.mend();
  const connection = await NativeConnection.connect({ address: line.address });
  line.cut();
  const asked = connection.withDeadline(Date.now() + 5000, () =>
    connection.workflowService.getSystemInfo({}),
  );
  await expect(asked).rejects.toThrow();
  await connection.close();
  return logged;
}

describe("what Temporal's SDK tells of a server that is gone", () => {
  it('is JSON in the log', async () => {
    const logged = await askInVain('warn');
    await until(() => Promise.resolve(logged.length > 0));
    expect(logged.map(text => JSON.parse(text) as unknown)).toContainEqual(
      expect.objectContaining({ level: 40, sdkComponent: 'core', target: 'temporalio_client::retry' }),
    );
  });

  it('follows the level', async () => {
    expect(await askInVain('silent')).toEqual([]);
  });
});

import { createServer, constants, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { Engine } from '../../gateway/engine';
import { EngineError } from '../../gateway/engine-error';
import { question } from '../../gateway/executions/question';
import type { ExecutionRecord } from '../../gateway/executions/execution-record';
import { NeedsWorkerError } from '../../store/needs-worker';

let server: Http2Server;
let connection: Connection;
let client: Client;

/** A Temporal that notices the deadline first, and resets the stream instead of answering. */
beforeAll(async () => {
  server = createServer();
  server.on('stream', (stream, { ':path': path = '' }) => {
    stream.on('error', () => undefined);
    if (path.endsWith('/GetSystemInfo')) {
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': 12 },
        { endStream: true },
      );
    } else stream.close(constants.NGHTTP2_CANCEL);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  connection = await Connection.connect({
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  client = new Client({ connection });
});
afterAll(async () => {
  await connection.close();
  await new Promise(resolve => server.close(resolve));
});

describe('a deadline that Temporal notices first', () => {
  it('is one that has passed: the turn goes on', async () => {
    const engine = new Engine({ client, taskQueue: 'executions' });
    const late = engine.within(() => client.workflow.getHandle('FW1/CA1').describe());
    await expect(late).rejects.toThrow(EngineError);
    await expect(late).rejects.toMatchObject({ fault: 'slow' });
  });

  it('means that no worker answers what is asked of an execution', async () => {
    const record = { workflowId: 'FW1/CA1', runId: 'run' } as ExecutionRecord;
    await expect(question(client, record, 'steps')).rejects.toThrow(NeedsWorkerError);
  });
});

import { createServer, constants, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { Engine } from '../../gateway/engine';
import { EngineError } from '../../gateway/engine-error';
import { question } from '../../gateway/executions/question';
import type { ExecutionRecord } from '../../gateway/executions/execution-record';
import { NeedsWorkerError } from '../../store/needs-worker';

let server: Http2Server;
let connection: Connection;
let client: Client;

/** The answer to a query. */
const answer = temporal.api.workflowservice.v1.QueryWorkflowResponse.encode({
  queryResult: { payloads: [defaultPayloadConverter.toPayload('the answer')] },
}).finish();
/** How many questions are given up before one is answered. */
let givenUp: number;
beforeEach(() => (givenUp = Infinity));

/** A Temporal that notices the deadline first, and resets the stream instead of answering. */
beforeAll(async () => {
  server = createServer();
  server.on('stream', (stream, { ':path': path = '' }) => {
    const head = { ':status': 200, 'content-type': 'application/grpc' };
    stream.on('error', () => undefined);
    if (path.endsWith('/GetSystemInfo')) stream.respond({ ...head, 'grpc-status': 12 }, { endStream: true });
    else if (givenUp-- > 0) stream.close(constants.NGHTTP2_CANCEL);
    else {
      stream.respond(head, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': 0 }));
      const frame = Buffer.alloc(5);
      frame.writeUInt32BE(answer.length, 1);
      stream.end(Buffer.concat([frame, answer]));
    }
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

const record = { workflowId: 'FW1/CA1', runId: 'run' } as ExecutionRecord;

describe('a deadline that Temporal notices first', () => {
  it('is one that has passed: the turn goes on', async () => {
    const engine = new Engine({ client, taskQueue: 'executions' });
    const late = engine.within(() => client.workflow.getHandle('FW1/CA1').describe());
    await expect(late).rejects.toThrow(EngineError);
    await expect(late).rejects.toMatchObject({ fault: 'slow' });
  });

  it('means that no worker answers what is asked of an execution', async () => {
    await expect(question(client, record, 'steps')).rejects.toThrow(NeedsWorkerError);
  });

  it('has the execution asked once more', async () => {
    givenUp = 1;
    expect(await question(client, record, 'steps')).toBe('the answer');
  });
});

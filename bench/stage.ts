import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { connect, type OwnConnection } from '../gateway/connection';
import { Exchange } from '../phone/exchange/exchange';
import type { Child } from '../scripts/processes/child';
import { anyFreePort } from '../scripts/processes/free-port';
import { untilReady } from '../scripts/start/until-ready';
import { findCli } from '../scripts/temporal/cli';
import { startDevServer } from '../scripts/temporal/dev-server';
import { ACCOUNT_SID, AUTH_TOKEN } from './account';
import { FLOOR_QUEUE } from './floor/contract';
import { startNode } from './node-process';

/** Everything that takes part in a measurement. */
export interface Stage {
  gatewayUrl: string;
  /** host:port of Temporal's gRPC service. */
  address: string;
  /** With the gateway's own kind of connection. */
  client: Client;
  /** Of the engine's worker. */
  taskQueue: string;
  pids: Record<'client' | 'gateway' | 'worker' | 'floor worker' | 'server', number>;
  /** Rejects when one of the processes has ended. */
  failed: Promise<never>;
  stop(): Promise<void>;
}

const TASK_QUEUE = 'bench';
/** Milliseconds. */
const PATIENCE = 30_000;

/** Starts a server, a gateway, the engine's worker and the floor's worker, each a process. */
export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'studio-engine-bench-'));
  const children: Child[] = [];
  const kept = (child: Child): Child => {
    children.push(child);
    return child;
  };
  // Calls send messages, too, and must not wait for a Twilio that is not there.
  const twilio = await Exchange.start({ accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN });
  let own: OwnConnection | undefined;
  const stop = async (): Promise<void> => {
    for (const child of children.reverse()) await child.stop();
    await own?.close();
    await twilio.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { address, child } = await startDevServer({ cli: await findCli(), port: await anyFreePort() });
    const server = kept(child);
    const shared = { address, twilio: twilio.url, port: await anyFreePort() };
    const engine = { ...shared, taskQueue: TASK_QUEUE };
    const worker = kept(await startNode({ ...engine, name: 'worker', script: 'worker/main.js' }));
    const gateway = kept(await startNode({ ...engine, name: 'gateway', script: 'gateway/main.js' }));
    const floor = kept(
      await startNode({
        ...{ ...shared, taskQueue: FLOOR_QUEUE, name: 'floor worker' },
        ...{ script: 'bench/floor/worker.js', args: [join(folder, 'floor.js')] },
      }),
    );
    const failed = Promise.race(children.map(failure));
    const gatewayUrl = `http://127.0.0.1:${shared.port}`;
    await Promise.race([untilReady(`${gatewayUrl}/readyz`, PATIENCE), failed]);
    own = connect({ connectionOptions: { address } });
    return {
      ...{ gatewayUrl, address, client: new Client({ connection: own.connection }), taskQueue: TASK_QUEUE },
      pids: {
        ...{ client: process.pid, gateway: gateway.pid, worker: worker.pid },
        ...{ 'floor worker': floor.pid, server: server.pid },
      },
      failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function failure(child: Child): Promise<never> {
  const how = await child.ended;
  throw new Error([`${child.name} has ended (${how}):`, ...child.lastLines()].join('\n'));
}

import { Connection } from '@temporalio/client';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { temporalConfig } from '../../config/temporal';
import { progress } from '../bootstrap/progress';
import { freePort } from '../processes/free-port';
import { findCli } from '../temporal/cli';
import { startDevServer } from '../temporal/dev-server';
import { localEnvironment } from '../temporal/environment';
import { registerSearchAttributes } from '../temporal/search-attributes';
import { waitUntilServing } from '../temporal/serving';
import type { Belongings } from './belongings';
import { claimStateFile } from './state-file';
import { leaveTemporalNote } from './temporal-note';

export interface Temporal {
  address: string;
  /** Of the server that was started here. */
  uiUrl?: string;
  /** The environment for processes that are to reach it. */
  env: NodeJS.ProcessEnv;
}

const PORT = 7233;
const UI_PORT = 8233;
const PATIENCE = 10_000;

export interface TemporalOptions {
  env: NodeJS.ProcessEnv;
  accountSid: string;
  fresh: boolean;
  belongings: Belongings;
}

/** The server of TEMPORAL_ADDRESS, or one that is started here. */
export async function obtainTemporal(options: TemporalOptions): Promise<Temporal> {
  const { env } = options;
  const address = env['TEMPORAL_ADDRESS'];
  const temporal = address ? await useExisting(address, env) : await startHere(options);
  await register(temporalConfig(temporal.env));
  return temporal;
}

async function useExisting(address: string, env: NodeJS.ProcessEnv): Promise<Temporal> {
  try {
    await progress(`Waiting for Temporal at ${address}`, waitUntilServing(temporalConfig(env), PATIENCE));
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`Temporal at ${address} (TEMPORAL_ADDRESS) cannot be used: ${message}`, { cause: error });
  }
  return { address, env };
}

/** Also on a server that was started here: its state may be that of an earlier version. */
async function register({ connectionOptions, namespace }: ClientConnectConfig): Promise<void> {
  const connection = await Connection.connect(connectionOptions);
  try {
    await registerSearchAttributes(connection, namespace);
  } catch (error) {
    // They may be there all the same: not everybody may look.
    console.log((error as Error).message);
  } finally {
    await connection.close();
  }
}

async function startHere({ env, accountSid, fresh, belongings }: TemporalOptions): Promise<Temporal> {
  const cli = await findCli();
  const state = await claimStateFile(accountSid, fresh);
  if (state) await belongings.add(state.release);
  else console.log('Another npm start uses the saved flows and executions: this one begins with none.');
  const port = await freePort(PORT);
  const uiPort = await freePort(UI_PORT, undefined, [port]);
  const starting = startDevServer({ cli, port, uiPort, ...(state && { file: state.path }) });
  const { address, child } = await progress('Starting Temporal', starting);
  await belongings.watch(child);
  await belongings.add(leaveTemporalNote(address));
  return { address, uiUrl: `http://127.0.0.1:${uiPort}`, env: localEnvironment(env, address) };
}

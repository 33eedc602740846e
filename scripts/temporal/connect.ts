import { Client, Connection } from '@temporalio/client';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { temporalConfig } from '../../config/temporal';
import { cacheFolder } from '../cache-folder';
import { readTemporalNote } from '../start/temporal-note';
import { localEnvironment } from './environment';
import { reasonOf } from './reason';

const DEFAULT_ADDRESS = '127.0.0.1:7233';

export interface Temporal {
  client: Client;
  /** For people: which one it is. */
  name: string;
}

/**
 * The server that worker and gateway would use; where nothing is said, the one of `npm start`.
 * @param notes folder in which `npm start` says where its server is
 * @throws Error that says what to do
 */
export async function connectTemporal(env: NodeJS.ProcessEnv, notes = cacheFolder()): Promise<Temporal> {
  const { connectionOptions, namespace = 'default' } = whichTemporal(env, notes);
  const { address = DEFAULT_ADDRESS } = connectionOptions;
  const name = `Temporal at ${address}, namespace ${namespace}`;
  try {
    const connection = await Connection.connect({ ...connectionOptions, address });
    return { client: new Client({ connection, namespace }), name };
  } catch (error) {
    const advice = 'Set TEMPORAL_ADDRESS, or run npm start first.';
    throw new Error(`${name}, cannot be reached: ${reasonOf(error)}\n${advice}`, { cause: error });
  }
}

function whichTemporal(env: NodeJS.ProcessEnv, notes: string): ClientConnectConfig {
  const config = given(env);
  if (config.connectionOptions.address !== undefined) return config;
  const address = readTemporalNote(notes);
  return address === undefined ? config : temporalConfig(localEnvironment(env, address));
}

function given(env: NodeJS.ProcessEnv): ClientConnectConfig {
  try {
    return temporalConfig(env);
  } catch (error) {
    // Only the first line: those below may show the file, and its API key.
    throw new Error(`TEMPORAL_…: ${(error as Error).message.split('\n')[0] ?? ''}`, { cause: error });
  }
}

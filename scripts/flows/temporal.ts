import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import { temporalConfig } from '../../config/temporal';
import { FlowStore } from '../../store/flow-store';
import { hasAccount, madeUpAccount } from '../start/account';

const DEFAULT_ADDRESS = '127.0.0.1:7233';
/** As in the settings of worker and gateway. */
const DEFAULT_TASK_QUEUE = 'studio';

export interface Place {
  client: Client;
  taskQueue: string;
  accountSid: string;
  store: FlowStore;
}

/** Whose flows there are where. @throws Error that says what to do */
export async function connect(env: NodeJS.ProcessEnv, account?: string): Promise<Place> {
  const accountSid = account ?? accountOf(env);
  const client = await clientOf(env);
  const taskQueue = env['TASK_QUEUE'] || DEFAULT_TASK_QUEUE;
  return { client, taskQueue, accountSid, store: new FlowStore(client, taskQueue) };
}

function accountOf(env: NodeJS.ProcessEnv): string {
  const sid = env['TWILIO_ACCOUNT_SID'];
  if (sid) return sid;
  if (hasAccount(env)) throw new Error('Say whose flows they are: --account AC..., or TWILIO_ACCOUNT_SID.');
  return madeUpAccount().TWILIO_ACCOUNT_SID;
}

async function clientOf(env: NodeJS.ProcessEnv): Promise<Client> {
  const { connectionOptions, namespace = 'default' } = configOf(env);
  const { address = DEFAULT_ADDRESS } = connectionOptions;
  try {
    const connection = await Connection.connect({ ...connectionOptions, address });
    return new Client({ connection, namespace });
  } catch (error) {
    const reason = isGrpcServiceError(error) ? error.details : (error as Error).message;
    const advice = 'Set TEMPORAL_ADDRESS, or run npm start first.';
    throw new Error(`Temporal at ${address} cannot be reached: ${reason}\n${advice}`, { cause: error });
  }
}

function configOf(env: NodeJS.ProcessEnv) {
  try {
    return temporalConfig(env);
  } catch (error) {
    // Only the first line: those below may show the file, and its API key.
    throw new Error(`TEMPORAL_…: ${(error as Error).message.split('\n')[0] ?? ''}`, { cause: error });
  }
}

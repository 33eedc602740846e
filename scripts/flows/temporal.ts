import type { Client } from '@temporalio/client';
import { settingsSchema } from '../../config/settings-schema';
import { FlowStore } from '../../store/flow-store';
import { hasAccount, madeUpAccount } from '../start/account';
import { connectTemporal } from '../temporal/connect';

export interface Place {
  client: Client;
  taskQueue: string;
  accountSid: string;
  store: FlowStore;
}

/**
 * Whose flows there are where.
 * @param notes folder in which `npm start` says where its server is
 * @throws Error that says what to do
 */
export async function connect(env: NodeJS.ProcessEnv, account?: string, notes?: string): Promise<Place> {
  const accountSid = account ?? accountOf(env);
  const { client } = await connectTemporal(env, notes);
  const taskQueue = env['TASK_QUEUE'] || (settingsSchema.properties.TASK_QUEUE.default as string);
  return { client, taskQueue, accountSid, store: new FlowStore(client, taskQueue) };
}

function accountOf(env: NodeJS.ProcessEnv): string {
  const sid = env['TWILIO_ACCOUNT_SID'];
  if (sid) return sid;
  if (hasAccount(env)) throw new Error('Say whose flows they are: --account AC..., or TWILIO_ACCOUNT_SID.');
  return madeUpAccount().TWILIO_ACCOUNT_SID;
}

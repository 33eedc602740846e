import { condition, defineUpdate, setHandler } from '@temporalio/workflow';
import { names } from './contract';

/** The least that an update can be: it does nothing and answers a constant. */
export async function floor(): Promise<void> {
  setHandler(defineUpdate<string>(names.answer), () => 'answer');
  await condition(() => false);
}

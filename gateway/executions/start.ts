import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { names } from '../../workflows/contract';
import { startOptions, type Execution, type Start } from '../start-options';
import { takenAt } from '../taken';
import { activeAt, type Holder } from './active-at';

/** Milliseconds between looks at whether the execution that makes way is over. */
const PAUSE = 50;

/** The contact has an active execution. */
export class ActiveExecutionError extends Error {
  override readonly name = 'ActiveExecutionError';

  constructor(readonly executionSid: string) {
    super(
      `Execution ${executionSid} is already active for this contact. ` +
        'End the active Execution before creating a new one',
    );
  }
}

/** What holds the addresses is no matter of the account, which is told nothing of it and cannot end it. */
export class AddressesTakenError extends Error {
  override readonly name = 'AddressesTakenError';

  constructor() {
    super(
      "From and To are held by what was started under this Flow SID before the Flow was this account's. " +
        'Try again when that is over',
    );
  }
}

/**
 * Starts an execution that nobody waits for. What the contact's last one has taken is no message for this one.
 * @param supersedes an active execution of the contact makes way
 * @returns its run
 * @throws ActiveExecutionError, AddressesTakenError
 */
export async function startExecution(
  client: Client,
  taskQueue: string,
  start: Start,
  supersedes: boolean,
): Promise<string> {
  const told = new Set<string>();
  for (;;) {
    const taken = await takenAt(client, start.workflowId);
    const input = { ...start.input, ...(taken.length > 0 && { taken }) };
    try {
      const handle = await client.workflow.start<Execution>(names.execution, {
        ...startOptions({ ...start, input }, taskQueue),
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      });
      return handle.firstExecutionRunId;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    const active = await activeAt(client, start.workflowId);
    if (active && active.accountSid !== start.input.accountSid) throw new AddressesTakenError();
    if (active && !supersedes) throw new ActiveExecutionError(active.executionSid);
    if (active && !told.has(active.executionSid)) {
      await supersede(client, active);
      told.add(active.executionSid);
    }
    await sleep(PAUSE);
  }
}

async function supersede(client: Client, { workflowId }: Holder): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(names.end, { reason: 'superseded' });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

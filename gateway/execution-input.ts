import type { Settings } from '../config/settings';
import { startContext } from '../flow/context';
import type { Params } from '../flow/json';
import { newExecutionSid } from '../store/execution-sid';
import type { ExecutionInput } from '../workflows/contract';
import type { Starting } from './revision-for';

/** What only whoever starts an execution knows. */
type Known = 'accountSid' | 'flowSid' | 'channel' | 'trigger' | 'sid' | 'params' | 'startedBy' | 'webhookUrl';

/**
 * What an execution is started with.
 * @param shown parameters that its context shows
 */
export function executionInput(
  { strictEvents }: Settings,
  { revision, settings, testUser }: Starting,
  known: Pick<ExecutionInput, Known>,
  shown: Params = known.params,
): ExecutionInput {
  const executionSid = newExecutionSid();
  const { flowSid, trigger } = known;
  return {
    ...known,
    executionSid,
    revision,
    context: startContext({ executionSid, flowSid, trigger, params: shown }),
    ...(strictEvents && { strictEvents: true }),
    ...(settings?.onActive && { onActive: settings.onActive }),
    ...(testUser && { testUser }),
  };
}

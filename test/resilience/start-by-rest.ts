import { own } from '../gateway/v2/executions';
import { ask } from '../gateway/v2/rest';
import { NUMBER, type Engine, type Flow } from '../setup/engine';

/** Starts an execution as a client of the REST API does. */
export function startByRest(engine: Engine, { sid }: Flow, To: string, From = NUMBER) {
  return ask(`${engine.url}/v2/Flows/${sid}/Executions`, {
    method: 'POST',
    account: own,
    form: { To, From },
  });
}

import type { JsonObject } from '../../../flow/json';
import { newSid } from '../../../phone/params';
import { NUMBER } from '../../setup/engine';
import type { Execution } from '../../setup/execution';
import type { Company, CompanyOptions } from './company';
import { startConversation } from './conversation';
import { firstWordsFor, parametersFor } from './options';

/** An execution that is about to begin. */
export interface Opening {
  execution: Execution;
  begin(company: Company): Promise<unknown>;
}

/** How somebody starts an execution. */
export async function openingOf(options: CompanyOptions): Promise<Opening> {
  switch (options.start.trigger) {
    case 'incomingCall':
      return byCall(options);
    case 'incomingMessage':
      return byMessage(options);
    case 'incomingConversationMessage':
      return inConversation(options);
    default:
      return byRequest(options);
  }
}

function byCall({ stage: { engine }, exported: { sid }, writer }: CompanyOptions): Opening {
  const callSid = newSid('CA');
  return {
    execution: engine.execution(sid, callSid),
    begin({ answers, calls }) {
      const call = engine.call(sid, answers, { callSid, from: writer.number });
      calls.push(call);
      return call;
    },
  };
}

function byMessage({ stage: { engine }, exported, start, decide, writer }: CompanyOptions): Opening {
  return {
    execution: engine.execution(exported.sid, `${NUMBER}/${writer.number}`),
    begin: () => writer.write(decide('Trigger', firstWordsFor(exported.flow, start.trigger))),
  };
}

async function inConversation(options: CompanyOptions): Promise<Opening> {
  const { stage, exported, start, decide, writer } = options;
  const { engine } = stage;
  const { exchange } = engine;
  const webhook = engine.webhook(exported.sid);
  const conversation = await startConversation(exchange, { contact: writer.number, webhook });
  return {
    execution: engine.execution(exported.sid, conversation),
    begin() {
      const words = decide('Trigger', firstWordsFor(exported.flow, start.trigger));
      exchange.say(conversation, writer.number, words);
      // The webhook has been answered when everything that was begun is over.
      return exchange.settled();
    },
  };
}

function byRequest({ stage: { engine }, exported, decide, writer }: CompanyOptions): Opening {
  return {
    execution: engine.execution(exported.sid, `${NUMBER}/${writer.number}`),
    begin() {
      const parameters = JSON.parse(decide('Trigger', parametersFor(exported.flow))) as JsonObject;
      return engine.request(engine.flowAt(exported.sid), { to: writer.number, parameters });
    },
  };
}

import { activityInfo } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { Accounts } from '../config/accounts';
import { seal } from '../config/seal';
import type { Settings } from '../config/settings';
import { createAdvance } from './advance';
import type { FlowSource } from './advance-options';
import type { FlowCare } from './contract';
import { createCalls } from './call-widget';
import { createEndCall } from './end-call';
import { createTakeBack } from './take-back';
import { createHttp } from './world/http';
import { createTwilioClients } from './world/twilio-client';
import { accountOf, createWorld } from './world/world';

interface Options {
  settings: Settings;
  accounts: Accounts;
  flows: FlowSource;
  care: FlowCare;
  log: Logger;
}

/** All activities of a worker, and the end of what they hold open. */
export function createActivities({ settings, accounts, flows, care, log }: Options) {
  const http = createHttp();
  const twilio = createTwilioClients({ accounts, baseUrl: settings.twilioApiBaseUrl });
  return {
    functions: {
      advance: createAdvance({
        flows,
        advance: settings.advance,
        redirectFetch: settings.redirectFetch,
        maxSteps: settings.maxSteps,
        maxStreak: settings.maxStreak,
        seal: ({ accountSid, executionSid }, secret) =>
          seal(accountOf(accounts, accountSid).tokens[0], secret, executionSid),
        log: (message, error) =>
          log.error({ err: error, workflowId: activityInfo().workflowExecution?.workflowId }, message),
      }),
      endCall: createEndCall(twilio.of),
      takeBack: createTakeBack(twilio.of),
      ...care,
      ...createCalls(createWorld({ http, twilio: twilio.of, accounts, settings })),
    },
    close: () => Promise.all([http.close(), twilio.close()]),
  };
}

import type { FastifyInstance } from 'fastify';
import type { Account } from '../account';
import { notFound } from '../api-error';
import { pathOf } from '../app';
import type { Calls } from '../calls';
import { ConversationDesk } from '../conversation-desk';
import type { Conversations } from '../conversations';
import type { Messaging } from '../messaging';
import type { Tasks } from '../tasks';
import { callRoutes } from './calls';
import { conversationMessages } from './conversation-messages';
import { conversationRoutes } from './conversations';
import { conversationWebhooks } from './conversation-webhooks';
import { interactions } from './interactions';
import { messages } from './messages';
import { participants } from './participants';
import { recordings } from './recordings';
import { taskRouter } from './task-router';

/** What an exchange serves. */
export interface Services {
  account: Account;
  messaging: Messaging;
  calls: Calls;
  conversations: Conversations;
  tasks: Tasks;
}

/** The APIs of all products, whose paths do not meet. */
export function registerRoutes(app: FastifyInstance, services: Services): void {
  const { account, messaging, calls, conversations, tasks } = services;
  const { sid } = account;
  void app.register(
    (scope, _options, done) => {
      scope.addHook<{ Params: { accountSid: string } }>('onRequest', (request, _reply, next) =>
        next(request.params.accountSid === sid ? undefined : notFound(pathOf(request))),
      );
      void scope.register(messages(messaging, sid));
      void scope.register(callRoutes(calls, account));
      void scope.register(recordings(calls, sid));
      done();
    },
    { prefix: '/2010-04-01/Accounts/:accountSid' },
  );
  const desk = new ConversationDesk(conversations, sid);
  for (const prefix of ['/v1', '/v1/Services/:serviceSid']) {
    for (const routes of [conversationRoutes, participants, conversationMessages, conversationWebhooks]) {
      void app.register(routes(desk), { prefix });
    }
  }
  void app.register(taskRouter(tasks, sid), { prefix: '/v1' });
  void app.register(interactions(tasks, sid), { prefix: '/v1' });
}

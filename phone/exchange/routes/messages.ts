import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import { badRequest, notFound } from '../api-error';
import { pathOf } from '../app';
import type { MessageRequest } from '../check-message';
import { inE164 } from '../is-address';
import { jsonObject } from '../json-object';
import { envelope2010 } from '../listing';
import { messageResource } from '../message-resource';
import type { Messaging } from '../messaging';
import { onDay } from '../on-day';
import { present } from '../present';

const Create = Type.Object({
  To: Type.String({ default: '' }),
  From: Type.Optional(Type.String()),
  MessagingServiceSid: Type.Optional(Type.String()),
  Body: Type.String({ default: '' }),
  MediaUrl: Type.Array(Type.String(), { default: [], maxItems: 10 }),
  ContentSid: Type.Optional(Type.String()),
  ContentVariables: Type.Optional(Type.String()),
  StatusCallback: Type.Optional(Type.String()),
  ShortenUrls: Type.Optional(Type.Boolean()),
});

const List = Type.Object({
  To: Type.Optional(Type.String()),
  From: Type.Optional(Type.String()),
  DateSent: Type.Optional(Type.String()),
  'DateSent<': Type.Optional(Type.String()),
  'DateSent>': Type.Optional(Type.String()),
});

/** https://www.twilio.com/docs/messaging/api/message-resource */
export function messages(messaging: Messaging, accountSid: string): FastifyPluginCallback {
  return (app, _options, done) => {
    app.post<{ Body: Static<typeof Create> }>('/Messages', { schema: { body: Create } }, (request, reply) => {
      const message = messaging.send(requestOf(request.body));
      return reply.status(201).send(messageResource(message, accountSid));
    });

    app.get<{ Querystring: Static<typeof List> }>('/Messages', { schema: { querystring: List } }, request => {
      const { To, From } = request.query;
      const found = messaging.all.filter(
        ({ to, from, sentAt }) =>
          (To === undefined || to === To) &&
          (From === undefined || from === From) &&
          onDay(sentAt, 'DateSent', request.query),
      );
      const newestFirst = found.reverse().map(message => messageResource(message, accountSid));
      return envelope2010(request, 'messages', newestFirst);
    });

    app.get<{ Params: { sid: string } }>('/Messages/:sid', request => {
      const message = messaging.all.find(({ sid }) => sid === request.params.sid);
      if (!message) throw notFound(pathOf(request));
      return messageResource(message, accountSid);
    });
    done();
  };
}

function requestOf(form: Static<typeof Create>): MessageRequest {
  const { ContentVariables: variables } = form;
  return present({
    to: inE164(form.To),
    from: form.From === undefined ? undefined : inE164(form.From),
    messagingServiceSid: form.MessagingServiceSid,
    body: form.Body,
    mediaUrls: form.MediaUrl,
    contentSid: form.ContentSid,
    contentVariables: variables === undefined ? undefined : variablesOf(variables),
    statusCallback: form.StatusCallback,
    shortenUrls: form.ShortenUrls,
  });
}

function variablesOf(json: string): Record<string, string> {
  const value = jsonObject(json);
  if (!value) throw badRequest(21656, 'The ContentVariables Parameter is invalid');
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

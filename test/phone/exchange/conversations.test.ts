import type { Twilio } from 'twilio';
import type { ConversationContext } from 'twilio/lib/rest/conversations/v1/service/conversation';
import { ACCOUNT, Application } from '../application';
import { CONTACT, NUMBER, startExchange } from './exchange';

const SERVICE = 'IS' + '3'.repeat(32);

/** A new conversation of a service. */
async function startConversation(client: Twilio, uniqueName?: string): Promise<ConversationContext> {
  const { conversations } = client.conversations.v1.services(SERVICE);
  const { sid } = await conversations.create({ ...(uniqueName !== undefined && { uniqueName }) });
  return conversations(sid);
}

const contact = { 'messagingBinding.address': CONTACT, 'messagingBinding.proxyAddress': NUMBER };

describe('a conversation', () => {
  test('is started, found, changed, closed and removed', async () => {
    const { exchange, client } = await startExchange();
    const { conversations } = client.conversations.v1.services(SERVICE);
    const started = await conversations.create({
      friendlyName: 'Support',
      uniqueName: 'order 7',
      attributes: '{"topic":"feedback"}',
    });
    expect(started).toMatchObject({
      sid: expect.stringMatching(/^CH[0-9a-f]{32}$/) as string,
      chatServiceSid: SERVICE,
      friendlyName: 'Support',
      uniqueName: 'order 7',
      attributes: '{"topic":"feedback"}',
      state: 'active',
    });
    expect((await conversations('order 7').fetch()).sid).toBe(started.sid);
    expect((await conversations.list()).map(({ sid }) => sid)).toEqual([started.sid]);
    expect(await conversations(started.sid).update({ friendlyName: 'Sales' })).toMatchObject({
      friendlyName: 'Sales',
      uniqueName: 'order 7',
    });
    expect((await conversations(started.sid).update({ state: 'closed' })).state).toBe('closed');
    await conversations(started.sid).remove();
    expect(exchange.conversations).toHaveLength(0);
    await expect(conversations(started.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  test('belongs to the default service where none is named', async () => {
    const { client } = await startExchange();
    const { sid, chatServiceSid } = await client.conversations.v1.conversations.create();
    expect((await client.conversations.v1.conversations(sid).fetch()).sid).toBe(sid);
    expect((await client.conversations.v1.services(chatServiceSid).conversations(sid).fetch()).sid).toBe(sid);
    const elsewhere = client.conversations.v1.services(SERVICE).conversations(sid).fetch();
    await expect(elsewhere).rejects.toMatchObject({ code: 20404 });
  });

  test.each([
    [50353, 409, { uniqueName: 'taken' }],
    [50384, 400, { state: 'closed' as const }],
  ])('is not started: %s', async (code, status, fields) => {
    const { client } = await startExchange();
    await startConversation(client, 'taken');
    const refused = client.conversations.v1.services(SERVICE).conversations.create(fields);
    await expect(refused).rejects.toMatchObject({ status, code });
  });
});

describe('participants', () => {
  test('take part by an address or by name, until they go', async () => {
    const { client } = await startExchange();
    const conversation = await startConversation(client);
    const { participants } = conversation;
    const texting = await participants.create({ ...contact, attributes: '{"role":"customer"}' });
    expect(texting).toMatchObject({
      sid: expect.stringMatching(/^MB[0-9a-f]{32}$/) as string,
      identity: null,
      attributes: '{"role":"customer"}',
      messagingBinding: { type: 'sms', address: CONTACT, proxy_address: NUMBER },
    });
    const chatting = await participants.create({ identity: 'ann' });
    expect(chatting).toMatchObject({ identity: 'ann', messagingBinding: null });
    expect((await participants.list()).map(({ sid }) => sid)).toEqual([texting.sid, chatting.sid]);
    await participants(texting.sid).remove();
    expect((await participants.list()).map(({ sid }) => sid)).toEqual([chatting.sid]);
    await expect(participants(texting.sid).remove()).rejects.toMatchObject({ code: 20404 });
  });

  test.each<[number, number, object]>([
    [50407, 400, { ...contact, 'messagingBinding.address': '555-nobody' }],
    [50408, 400, { ...contact, 'messagingBinding.proxyAddress': 'nobody' }],
    [20001, 400, {}],
    [50416, 409, contact],
    [50433, 409, { identity: 'ann' }],
  ])('are not taken in: %s', async (code, status, fields) => {
    const { client } = await startExchange();
    const first = await startConversation(client);
    await first.participants.create(contact);
    const { participants } = await startConversation(client);
    await participants.create({ identity: 'ann' });
    await expect(participants.create(fields)).rejects.toMatchObject({ status, code });
  });

  test('may take part in the next conversation when the last one is closed', async () => {
    const { client } = await startExchange();
    const first = await startConversation(client);
    await first.participants.create(contact);
    await first.update({ state: 'closed' });
    const { participants } = await startConversation(client);
    await participants.create(contact);
    expect(await participants.list()).toHaveLength(1);
  });
});

describe('messages of an application', () => {
  test('get to those who take part by an address; no webhook hears of them', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/webhook': '' });
    const conversation = await startConversation(client);
    await conversation.webhooks.create({
      target: 'webhook',
      'configuration.url': application.url('/webhook'),
      'configuration.filters': ['onMessageAdded'],
    });
    await conversation.participants.create(contact);
    await conversation.participants.create({ identity: 'ann' });
    const arrived: object[] = [];
    exchange.attach(CONTACT, { message: message => void arrived.push({ ...message }) });

    const first = await conversation.messages.create({ author: 'Bot', body: 'Hello', attributes: '{"a":1}' });
    expect(first).toMatchObject({
      sid: expect.stringMatching(/^IM[0-9a-f]{32}$/) as string,
      index: 0,
      author: 'Bot',
      body: 'Hello',
      attributes: '{"a":1}',
      participantSid: null,
    });
    const second = await conversation.messages.create({ body: 'Are you there?' });
    expect(second).toMatchObject({ index: 1, author: 'system' });
    await exchange.settled();
    const { sid } = exchange.conversations[0]!;
    expect(arrived).toMatchObject([
      { from: NUMBER, to: CONTACT, body: 'Hello', conversationSid: sid },
      { body: 'Are you there?' },
    ]);
    expect(application.seen).toHaveLength(0);
  });

  test('do not reach a contact who wants none, and are kept all the same', async () => {
    const { exchange, client } = await startExchange();
    const conversation = await startConversation(client);
    await conversation.participants.create(contact);
    exchange.receive({ from: CONTACT, to: NUMBER, body: 'STOP', mediaUrls: [] });
    await conversation.messages.create({ body: 'Hello' });
    expect((await conversation.messages.list()).map(({ body }) => body)).toEqual(['STOP', 'Hello']);
    expect(exchange.messages.map(({ body }) => body)).toEqual(['STOP']);
  });

  test('with a template', async () => {
    const { client } = await startExchange();
    const { messages } = await startConversation(client);
    const contentSid = 'HX' + 'a'.repeat(32);
    expect((await messages.create({ contentSid })).contentSid).toBe(contentSid);
    await expect(messages.create({ contentSid: 'HX1' })).rejects.toMatchObject({ code: 50526 });
  });
});

describe('webhooks', () => {
  test('are told what somebody in the conversation writes', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/webhook': '', '/other': '' });
    const conversation = await startConversation(client);
    const webhook = await conversation.webhooks.create({
      target: 'webhook',
      'configuration.url': application.url('/webhook?tag=1'),
      'configuration.method': 'post',
      'configuration.filters': ['onMessageAdded', 'onConversationRemoved'],
    });
    await conversation.webhooks.create({
      target: 'webhook',
      'configuration.url': application.url('/other'),
      'configuration.filters': ['onConversationRemoved'],
    });
    const participant = await conversation.participants.create(contact);
    const { sid } = exchange.conversations[0]!;
    const said = exchange.say(sid, CONTACT, 'Hello');
    await exchange.settled();

    expect(application.seen).toHaveLength(1);
    expect(application.seen[0]).toMatchObject({ path: '/webhook', method: 'POST', signed: true });
    expect(application.seen[0]!.params).toEqual({
      tag: '1',
      EventType: 'onMessageAdded',
      AccountSid: ACCOUNT,
      ChatServiceSid: SERVICE,
      ConversationSid: sid,
      MessageSid: said.sid,
      Index: '0',
      Author: CONTACT,
      Body: 'Hello',
      Attributes: '{}',
      ParticipantSid: participant.sid,
      Source: 'SMS',
      DateCreated: said.createdAt.toISOString(),
      DateUpdated: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      WebhookType: 'webhook',
      WebhookSid: webhook.sid,
      RetryCount: '0',
    });
  });

  test.each([
    ['ann', 'SDK', 'ann'],
    ['whatsapp:+15557654321', 'WHATSAPP', undefined],
  ])('are told how %s writes', async (author, source, identity) => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/webhook': '' });
    const conversation = await startConversation(client);
    await conversation.participants.create(
      identity === undefined
        ? { 'messagingBinding.address': author, 'messagingBinding.proxyAddress': `whatsapp:${NUMBER}` }
        : { identity },
    );
    await conversation.webhooks.create({
      target: 'webhook',
      'configuration.url': application.url('/webhook'),
      'configuration.filters': ['onMessageAdded'],
    });
    exchange.say(exchange.conversations[0]!.sid, author, 'Hello');
    await exchange.settled();
    const { Source, ClientIdentity } = application.seen[0]!.params;
    expect([Source, ClientIdentity]).toEqual([source, identity]);
  });

  test('are found, changed, and told no more once they are removed', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/webhook': '' });
    const { webhooks } = await startConversation(client);
    const { sid } = await webhooks.create({
      target: 'webhook',
      'configuration.url': 'http://127.0.0.1:9/nobody',
      'configuration.filters': ['onMessageUpdated'],
    });
    const changed = await webhooks(sid).update({
      'configuration.url': application.url('/webhook'),
      'configuration.filters': ['onMessageAdded'],
      'configuration.method': 'get',
    });
    const configuration = { url: application.url('/webhook'), method: 'get', filters: ['onMessageAdded'] };
    expect(changed.configuration).toEqual(configuration);
    expect(await webhooks.list()).toMatchObject([{ sid, target: 'webhook', configuration }]);
    const conversation = exchange.conversations[0]!.sid;
    exchange.say(conversation, 'ann', 'Hello');
    await exchange.settled();
    await webhooks(sid).remove();
    exchange.say(conversation, 'ann', 'Hello again');
    await exchange.settled();
    expect(application.seen).toMatchObject([{ method: 'GET', params: { Body: 'Hello' } }]);
    await expect(webhooks(sid).fetch()).rejects.toMatchObject({ code: 20404 });
  });
});

test('what a contact writes to the number of a conversation goes there', async () => {
  const { exchange, client } = await startExchange();
  const conversation = await startConversation(client);
  await conversation.participants.create(contact);
  const received = exchange.receive({ from: CONTACT, to: NUMBER, body: 'Hello', mediaUrls: [] });
  expect(received.conversationSid).toBe(exchange.conversations[0]!.sid);
  expect(await conversation.messages.list()).toMatchObject([{ author: CONTACT, body: 'Hello' }]);
  await conversation.update({ state: 'closed' });
  const later = exchange.receive({ from: CONTACT, to: NUMBER, body: 'Hello again', mediaUrls: [] });
  expect(later.conversationSid).toBeUndefined();
});

describe('a conversation that is over', () => {
  test('refuses everything', async () => {
    const { exchange, client } = await startExchange();
    const conversation = await startConversation(client);
    await conversation.update({ state: 'closed' });
    for (const refused of [
      conversation.messages.create({ body: 'Hello' }),
      conversation.participants.create({ identity: 'ann' }),
      conversation.update({ state: 'active' }),
      conversation.webhooks.create({ target: 'webhook' }),
    ]) {
      await expect(refused).rejects.toMatchObject({ status: 400, code: 50377 });
    }
    expect(() => exchange.say(exchange.conversations[0]!.sid, 'ann', 'Hello')).toThrow(/final closed state/);
  });

  test.each([
    [
      'closed' as const,
      { EventType: 'onConversationStateUpdated', StateFrom: 'active', StateTo: 'closed', Reason: 'TIMER' },
    ],
    ['removed' as const, { EventType: 'onConversationRemoved' }],
  ])('tells its webhooks that it was %s', async (how, event) => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/webhook': '' });
    const conversation = await startConversation(client);
    await conversation.webhooks.create({
      target: 'webhook',
      'configuration.url': application.url('/webhook'),
      'configuration.filters': ['onConversationStateUpdated', 'onConversationRemoved'],
    });
    exchange.endConversation(exchange.conversations[0]!.sid, how);
    await exchange.settled();
    expect(application.seen).toMatchObject([{ params: event }]);
  });
});

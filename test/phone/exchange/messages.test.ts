import { Application } from '../application';
import { startExchange } from './exchange';

const FROM = '+15551230001';
const TO = '+15557654321';

test('a message gets to the telephone it is for, and its sender hears of every status, in order', async () => {
  const { exchange, client } = await startExchange();
  const application = await Application.start({ '/status': '' });
  const arrived: string[] = [];
  exchange.attach(TO, { message: ({ body }) => void arrived.push(body) });

  const statusCallback = application.url('/status?tag=1');
  const sent = await client.messages.create({ to: TO, from: FROM, body: 'Hello', statusCallback });
  expect(sent).toMatchObject({
    status: 'queued',
    direction: 'outbound-api',
    body: 'Hello',
    numSegments: '1',
  });
  await exchange.settled();

  expect(arrived).toEqual(['Hello']);
  expect(application.seen.map(({ params }) => params['MessageStatus'])).toEqual([
    'queued',
    'sent',
    'delivered',
  ]);
  expect(application.seen.every(({ signed }) => signed)).toBe(true);
  expect((await client.messages(sent.sid).fetch()).status).toBe('delivered');
  expect((await client.messages.list({ to: TO, from: FROM })).map(({ sid }) => sid)).toEqual([sent.sid]);
});

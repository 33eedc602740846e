import { ACCOUNT } from '../application';
import { clientOf, CONTACT, NUMBER, startExchange } from './exchange';

const message = { to: CONTACT, from: NUMBER, body: 'Hello' };

describe('who may ask', () => {
  test.each([
    ['a wrong token', ACCOUNT, 'wrong'],
    ['an unknown API key', 'SK' + '9'.repeat(32), 'secret'],
  ])('not by %s', async (_who, username, password) => {
    const { exchange } = await startExchange();
    const refused = clientOf(exchange, username, password).messages.create(message);
    await expect(refused).rejects.toMatchObject({ status: 401, code: 20003 });
    expect(exchange.messages).toHaveLength(0);
  });

  test('by an API key of the account', async () => {
    const sid = 'SK' + '2'.repeat(32);
    const { exchange } = await startExchange({ apiKeys: [{ sid, secret: 'hush' }] });
    await clientOf(exchange, sid, 'hush').messages.create(message);
    expect(exchange.messages).toHaveLength(1);
  });
});

describe('what is not there', () => {
  test("another account's resources", async () => {
    const { exchange } = await startExchange();
    const other = clientOf(exchange, undefined, undefined, 'AC' + '9'.repeat(32));
    await expect(other.messages.list()).rejects.toMatchObject({
      status: 404,
      code: 20404,
      message: `The requested resource /2010-04-01/Accounts/AC${'9'.repeat(32)}/Messages.json was not found`,
      moreInfo: 'https://www.twilio.com/docs/errors/20404',
    });
  });

  test('a resource that no product has', async () => {
    const { client } = await startExchange();
    await expect(client.addresses.list()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});

describe('lists', () => {
  test('come in pages, newest first', async () => {
    const { client } = await startExchange();
    for (const body of ['1', '2', '3', '4', '5']) await client.messages.create({ ...message, body });
    const page = await client.messages.page({ pageSize: 2 });
    expect(page.instances.map(({ body }) => body)).toEqual(['5', '4']);
    expect((await page.nextPage())?.instances.map(({ body }) => body)).toEqual(['3', '2']);
    expect((await client.messages.list({ pageSize: 2 })).map(({ body }) => body)).toEqual([
      '5',
      '4',
      '3',
      '2',
      '1',
    ]);
  });

  test('of newer products, too', async () => {
    const { client } = await startExchange();
    const { sid } = await client.conversations.v1.conversations.create();
    const { messages } = client.conversations.v1.conversations(sid);
    for (const body of ['1', '2', '3', '4', '5']) await messages.create({ body });
    expect((await messages.list({ pageSize: 2 })).map(({ body }) => body)).toEqual(['1', '2', '3', '4', '5']);
    const latest = await messages.list({ order: 'desc', limit: 2 });
    expect(latest.map(({ body }) => body)).toEqual(['5', '4']);
  });
});

describe('a request that goes wrong as a test wants it', () => {
  test('is refused', async () => {
    const { exchange, client } = await startExchange();
    exchange.fault = ({ method, path, params }) =>
      method === 'POST' && path.endsWith('/Messages.json') && params['To'] === CONTACT
        ? { status: 503, code: 20503, message: 'Service unavailable' }
        : undefined;
    await expect(client.messages.create(message)).rejects.toMatchObject({
      status: 503,
      code: 20503,
      message: 'Service unavailable',
    });
    expect(exchange.messages).toHaveLength(0);
    await client.messages.create({ ...message, to: '+15557654322' });
    expect(exchange.messages).toHaveLength(1);
  });

  test('is told when to come again', async () => {
    const { exchange } = await startExchange();
    exchange.fault = () => ({ status: 429, code: 20429, message: 'Too many requests', retryAfter: 3 });
    const response = await fetch(`${exchange.url}/v1/Workspaces`, { headers: { authorization: basic() } });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '3']);
  });

  test('is obeyed, and the answer lost', async () => {
    const { exchange, client } = await startExchange();
    exchange.fault = () => 'accept-and-drop';
    await expect(client.messages.create(message)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(exchange.messages).toHaveLength(1);
  });

  test('is lost', async () => {
    const { exchange, client } = await startExchange();
    exchange.fault = () => 'drop';
    await expect(client.messages.create(message)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(exchange.messages).toHaveLength(0);
  });

  test('is never answered', async () => {
    const { exchange, client } = await startExchange();
    exchange.fault = () => 'hang';
    await expect(client.messages.create(message)).rejects.toThrow(/timeout/);
    expect(exchange.messages).toHaveLength(0);
  });
});

function basic(): string {
  return `Basic ${Buffer.from(`${ACCOUNT}:the-token-of-the-account`).toString('base64')}`;
}

import { ApplicationFailure } from '@temporalio/common';
import { answer, startServer, type WebServer } from '../widgets/web-server';
import { account, clientsAt, SID } from './twilio-server';

const OTHER = `AC${'b'.repeat(32)}`;
const KEY = `SK${'c'.repeat(32)}`;
let resource: object;
const sockets = new Set<unknown>();
let server: WebServer;

beforeAll(async () => {
  server = await startServer(({ method }, response) => {
    sockets.add(response.socket);
    if (method === 'DELETE') response.writeHead(204).end();
    else answer(response, JSON.stringify(resource), 'application/json');
  });
});

afterAll(() => server.close());

beforeEach(() => {
  server.asked.length = 0;
  resource = { sid: 'SM1' };
});

async function withClients<Result>(
  use: (clients: ReturnType<typeof clientsAt>) => Promise<Result>,
  ...[path = '', accounts]: [string?, Parameters<typeof clientsAt>[2]?]
): Promise<Result> {
  const clients = clientsAt(server.url + path, 2000, accounts);
  try {
    return await use(clients);
  } finally {
    await clients.close();
  }
}

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe("the client of Twilio's API", () => {
  it('asks for what the official library asks for', async () => {
    const { sid } = await withClients(async ({ of }) =>
      (await of(SID)).messages.create({
        to: '+15551110001',
        from: '+15552220002',
        body: 'Grüße & more',
        mediaUrl: ['https://a.test/1', 'https://a.test/2'],
      }),
    );
    expect(sid).toBe('SM1');
    const [asked] = server.asked;
    expect(asked).toMatchObject({ method: 'POST', path: `/2010-04-01/Accounts/${SID}/Messages.json` });
    expect([...new URLSearchParams(asked!.body)]).toEqual([
      ['To', '+15551110001'],
      ['From', '+15552220002'],
      ['Body', 'Grüße & more'],
      ['MediaUrl', 'https://a.test/1'],
      ['MediaUrl', 'https://a.test/2'],
    ]);
  });

  it('asks by query', async () => {
    resource = { messages: [{ sid: 'SM1' }] };
    const found = await withClients(async ({ of }) =>
      (await of(SID)).messages.list({ to: '+1 555', limit: 1 }),
    );
    expect(found).toMatchObject([{ sid: 'SM1' }]);
    expect(new URL(server.asked[0]!.url).searchParams.get('To')).toBe('+1 555');
  });

  it.each(['', 'https://conversations.twilio.com', 'the base URL'])(
    'finds the next page of a list, wherever it seems to be: "%s"',
    async origin => {
      const path = '/v1/Conversations?Page=1';
      const next = origin === 'the base URL' ? `${server.url}/twilio${path}` : `${origin}${path}`;
      const meta = origin === '' ? { next_page_uri: next } : { meta: { next_page_url: next } };
      resource = { conversations: [], ...meta };
      await withClients(async ({ of }) => {
        const page = await (await of(SID)).conversations.v1.conversations.page();
        await page.nextPage();
      }, '/twilio');
      expect(server.asked[1]!.path).toBe(`/twilio${path}`);
    },
  );

  it('sends JSON where an API wants it', async () => {
    const transfer = { type: 'warm' };
    await withClients(async ({ of }) =>
      (await of(SID)).flexApi.v1.interaction('KD1').channels('UO1').transfers.create(transfer),
    );
    expect(server.asked[0]).toMatchObject({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(transfer),
    });
  });

  it('deletes, though nothing comes back', async () => {
    expect(await withClients(async ({ of }) => (await of(SID)).messages('SM1').remove())).toBe(true);
  });

  it.each([
    ['', '/v2/Flows'],
    ['/twilio', '/twilio/v2/Flows'],
    ['/twilio/', '/twilio/v2/Flows'],
  ])('finds every product under the base URL, whose path is kept: "%s"', async (path, expected) => {
    await withClients(async ({ of }) => (await of(SID)).studio.v2.flows('FW1').fetch(), path);
    expect(server.asked[0]!.path).toBe(`${expected}/FW1`);
  });

  it("shows the account's first token", async () => {
    await withClients(async ({ of }) => (await of(SID)).messages('SM1').fetch());
    expect(server.asked[0]!.headers.authorization).toBe(basic(SID, 'first-token'));
  });

  it('shows the API key where there is one, for the same account', async () => {
    const accounts = [{ ...account, apiKey: { sid: KEY, secret: 'key-secret' } }];
    await withClients(async ({ of }) => (await of(SID)).messages('SM1').fetch(), '', accounts);
    expect(server.asked[0]).toMatchObject({
      path: `/2010-04-01/Accounts/${SID}/Messages/SM1.json`,
      headers: { authorization: basic(KEY, 'key-secret') },
    });
  });

  it('is one for each account, and all use the same connections', async () => {
    const accounts = [account, { sid: OTHER, tokens: ['other-token'] as const }];
    sockets.clear();
    await withClients(
      async ({ of }) => {
        expect(await of(SID)).toBe(await of(SID));
        for (let count = 0; count < 5; count += 1)
          for (const sid of [SID, OTHER]) await (await of(sid)).messages('SM1').fetch();
      },
      '',
      accounts,
    );
    const shown = server.asked.map(({ headers }) => headers.authorization);
    expect(shown.slice(-2)).toEqual([basic(SID, 'first-token'), basic(OTHER, 'other-token')]);
    expect(shown).toHaveLength(10);
    expect(sockets.size).toBeLessThan(3);
  });

  it('is not there for an account that is not configured', async () => {
    await withClients(async ({ of }) => {
      await expect(of(OTHER)).rejects.toThrow(ApplicationFailure);
    });
  });
});

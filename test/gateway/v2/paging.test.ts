import type { JsonObject } from '../../../flow/json';
import type { Engine } from '../../setup/engine';
import { account, ask, clientOf, definition, startRest } from './rest';

const own = account();
const other = account();
let engine: Engine;

beforeAll(async () => {
  engine = await startRest([own, other]);
});
afterAll(() => engine.close());

const newFlow = (friendlyName: string) => ({
  friendlyName,
  status: 'draft' as const,
  definition: definition(),
});

interface PageOf {
  meta: {
    page: number;
    page_size: number;
    next_page_url: string | null;
    previous_page_url: string | null;
    url: string;
    first_page_url: string;
  };
  flows: { friendly_name: string }[];
  revisions: { revision: number }[];
}

async function page(url: string): Promise<PageOf> {
  const { status, body } = await ask(url, { account: own });
  expect(status).toBe(200);
  return body as unknown as PageOf;
}

describe('a list', () => {
  const names = ['one', 'two', 'three', 'four', 'five'];

  it('comes in pages, by which the client finds everything', async () => {
    const { flows } = clientOf(engine.url, own).studio.v2;
    for (const name of names) await flows.create(newFlow(name));
    const listed = await flows.list({ pageSize: 2 });
    expect(listed.map(({ friendlyName }) => friendlyName)).toEqual([...names].reverse());
    expect(listed[0]).toMatchObject({
      definition: null,
      commitMessage: null,
      valid: null,
      errors: null,
      warnings: null,
    });
    expect(await flows.list({ limit: 3 })).toHaveLength(3);
  });

  it("has Twilio's envelope, with links to the gateway itself", async () => {
    const url = `${engine.url}/v2/Flows?PageSize=2`;
    const first = await page(url);
    expect(first.meta).toEqual({
      key: 'flows',
      page: 0,
      page_size: 2,
      first_page_url: `${url}&Page=0`,
      previous_page_url: null,
      url: `${url}&Page=0`,
      next_page_url: expect.stringMatching(/Page=1&PageToken=[\w-]+$/) as string,
    });
    expect(first.meta.next_page_url).toContain(`${engine.url}/v2/Flows?`);
    expect((await page(`${engine.url}/v2/Flows`)).meta).toMatchObject({
      page_size: 50,
      next_page_url: null,
      url: `${engine.url}/v2/Flows?PageSize=50&Page=0`,
    });
  });

  it('leads on and back', async () => {
    const first = await page(`${engine.url}/v2/Flows?PageSize=2`);
    const second = await page(first.meta.next_page_url!);
    const third = await page(second.meta.next_page_url!);
    expect(third.meta).toMatchObject({ page: 2, next_page_url: null });
    expect(third.flows.map(flow => flow.friendly_name)).toEqual(['one']);
    const back = await page(third.meta.previous_page_url!);
    expect(back).toEqual(second);
    expect(await page(back.meta.previous_page_url!)).toEqual(first);
    expect(await page(second.meta.url)).toEqual(second);
  });

  it('loses and repeats nothing while it changes', async () => {
    const { flows } = clientOf(engine.url, own).studio.v2;
    const first = await page(`${engine.url}/v2/Flows?PageSize=2`);
    const [newest] = await flows.list({ limit: 1 });
    await flows.create(newFlow('six'));
    await flows(newest!.sid).remove();
    const second = await page(first.meta.next_page_url!);
    expect(second.flows.map(flow => flow.friendly_name)).toEqual(['three', 'two']);
  });

  it('of revisions comes in pages, too, and is not disturbed by a new one', async () => {
    const { flows } = clientOf(engine.url, own).studio.v2;
    const { sid } = await flows.create(newFlow('revised'));
    for (let count = 0; count < 4; count += 1) await flows(sid).update({ status: 'draft' });
    const first = await page(`${engine.url}/v2/Flows/${sid}/Revisions?PageSize=2`);
    await flows(sid).update({ status: 'published' });
    const second = await page(first.meta.next_page_url!);
    const third = await page(second.meta.next_page_url!);
    expect(
      [first, second, third].flatMap(({ revisions }) => revisions.map(({ revision }) => revision)),
    ).toEqual([5, 4, 3, 2, 1]);
    expect(third.meta.next_page_url).toBeNull();
  });

  it.each([
    'PageSize=0',
    'PageSize=1001',
    'PageSize=x',
    'Page=-1',
    'Page=2147483647',
    'PageToken=x',
    'PageToken=',
  ])('is not asked for by %s', async query => {
    const { status, body } = await ask(`${engine.url}/v2/Flows?${query}`, { account: own });
    expect({ status, code: body['code'], message: body['message'] }).toEqual({
      status: 400,
      code: 20001,
      message: expect.stringContaining(query.split('=')[0] ?? '') as string,
    });
  });

  it('takes no page token of another list or another account', async () => {
    const { meta } = await page(`${engine.url}/v2/Flows?PageSize=1`);
    const [sid] = (await clientOf(engine.url, own).studio.v2.flows.list({ limit: 1 })).map(flow => flow.sid);
    const next = meta.next_page_url!;
    const refused = { status: 400, body: { code: 20001 } as JsonObject };
    expect(await ask(next, { account: other })).toMatchObject(refused);
    expect(
      await ask(next.replace('/v2/Flows', `/v2/Flows/${sid ?? ''}/Revisions`), { account: own }),
    ).toMatchObject(refused);
  });
});

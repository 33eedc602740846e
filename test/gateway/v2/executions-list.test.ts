import type { Engine } from '../../setup/engine';
import { NUMBER } from '../../setup/engine';
import { until } from '../../setup/until';
import { own, publish, short, someone, start, untilEnded, waiting, type Published } from './executions';
import { ask, clientOf, startRest } from './rest';

let engine: Engine;

beforeAll(async () => {
  engine = await startRest([own]);
});
afterAll(() => engine.close());

/** SIDs of a list, in its order. */
async function listed(
  { executions }: Published,
  options: Parameters<Published['executions']['list']>[0] = {},
): Promise<string[]> {
  return (await executions.list(options)).map(({ sid }) => sid);
}

const listOf = (published: Published, query: string) =>
  ask(`${published.url}?${query}`, { account: { ...own } });

async function sidsOf(published: Published, query: string): Promise<string[]> {
  const { status, body } = await listOf(published, query);
  expect(status).toBe(200);
  return (body['executions'] as { sid: string }[]).map(({ sid }) => sid);
}

describe('the list of executions', () => {
  it('shows at once what was started, ended and deleted, newest first', async () => {
    const flow = await publish(engine, waiting());
    expect(await listed(flow)).toEqual([]);
    const sids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      sids.unshift((await start(flow)).sid);
      expect(await listed(flow)).toEqual(sids);
    }
    const [, second, third] = sids;
    await flow.executions(second!).update({ status: 'ended' });
    expect((await flow.executions.list()).map(({ sid, status }) => [sid, status])).toEqual(
      sids.map(sid => [sid, sid === second ? 'ended' : 'active']),
    );
    expect(await sidsOf(flow, 'status=active')).toEqual(sids.filter(sid => sid !== second));
    expect(await sidsOf(flow, 'Status=ended')).toEqual([second]);
    await flow.executions(third!).remove();
    expect(await listed(flow)).toEqual(sids.filter(sid => sid !== third));
  });

  it('is of one flow', async () => {
    const [one, other] = [await publish(engine, waiting()), await publish(engine, waiting())];
    const { sid } = await start(one);
    expect(await listed(one)).toEqual([sid]);
    expect(await listed(other)).toEqual([]);
  });

  it('tells what a single execution tells', async () => {
    const flow = await publish(engine, short());
    const { sid } = await start(flow);
    await untilEnded(flow, sid);
    await until(async () => (await flow.executions.list())[0]?.status === 'ended');
    const [shown] = await flow.executions.list();
    expect(shown?.toJSON()).toEqual((await flow.executions(sid).fetch()).toJSON());
  });

  it('is told from a date and to a date', async () => {
    const flow = await publish(engine, waiting());
    const early = await start(flow);
    // Dates are told in whole seconds.
    await new Promise(resolve => setTimeout(resolve, 1100));
    const late = await start(flow);
    const [from, to] = [early.dateCreated, late.dateCreated];
    expect(await listed(flow, { dateCreatedFrom: from })).toEqual([late.sid, early.sid]);
    expect(await listed(flow, { dateCreatedFrom: to })).toEqual([late.sid]);
    expect(await listed(flow, { dateCreatedTo: to })).toEqual([early.sid]);
    expect(await listed(flow, { dateCreatedFrom: from, dateCreatedTo: to })).toEqual([early.sid]);
    expect(await listed(flow, { dateCreatedTo: from })).toEqual([]);
    expect(await sidsOf(flow, `DateCreatedTo=${to.toISOString().slice(0, 10)}`)).toEqual([]);
    // UTC, wherever the gateway stands.
    expect(await sidsOf(flow, `DateCreatedFrom=${to.toISOString().slice(0, 19)}`)).toEqual([late.sid]);
    for (const wrong of ['yesterday', '12', '2015-13-01', '2026-02-31T00:00:00Z', '2015-07-30T25:00:00Z']) {
      expect(await listOf(flow, `DateCreatedFrom=${wrong}`)).toMatchObject({
        status: 400,
        body: { code: 20001, message: expect.stringContaining('DateCreatedFrom') as string },
      });
    }
    expect((await listOf(flow, 'status=running')).body).toMatchObject({ code: 20001 });
  });

  it('comes in pages that show each once, while others start and end', async () => {
    const flow = await publish(engine, waiting());
    const before: string[] = [];
    for (let count = 0; count < 25; count += 1) before.unshift((await start(flow)).sid);
    const first = await flow.executions.page({ pageSize: 10 });
    const pages = [first as Pick<typeof first, 'instances' | 'nextPage' | 'previousPage' | 'nextPageUrl'>];
    const seen = first.instances.map(({ sid }) => sid);
    expect(seen).toEqual(before.slice(0, 10));
    for (let number = 1; ; number += 1) {
      await start(flow);
      await flow
        .executions(seen[0]!)
        .update({ status: 'ended' })
        .catch(() => undefined);
      await flow.executions(before[before.length - number]!).update({ status: 'ended' });
      const next = await pages.at(-1)?.nextPage();
      if (!next) break;
      pages.push(next);
      seen.push(...next.instances.map(({ sid }) => sid));
    }
    const [, second, third] = pages;
    expect(second?.nextPageUrl).toMatch(`${flow.url}?`);
    expect(seen).toEqual(before);
    const back = await third?.previousPage();
    expect(back?.instances.map(({ sid }) => sid)).toEqual(before.slice(10, 20));
  });

  it('is all there where there are more than are looked at at once', async () => {
    const flow = await publish(engine, short());
    const sids: string[] = [];
    for (let count = 0; count < 230; count += 10) {
      const started = await Promise.all(Array.from({ length: 10 }, () => start(flow)));
      sids.push(...started.map(({ sid }) => sid));
    }
    const expected = sids.sort().reverse();
    await until(async () => (await listed(flow, { pageSize: 1000 })).length === expected.length);
    expect(await listed(flow, { pageSize: 1000 })).toEqual(expected);
    expect(await listed(flow, { pageSize: 50 })).toEqual(expected);
    expect(await listed(flow, { limit: 20 })).toEqual(expected.slice(0, 20));
  });

  it('takes no token of another list', async () => {
    const [one, other] = [await publish(engine, waiting()), await publish(engine, waiting())];
    await start(one);
    await start(one);
    const { body } = await listOf(one, 'PageSize=1');
    const next = (body['meta'] as { next_page_url: string }).next_page_url;
    const token = new URL(next).searchParams.get('PageToken') ?? '';
    expect((await listOf(other, `PageToken=${token}`)).body).toMatchObject({ code: 20001 });
    expect((await listOf(one, 'PageToken=FN')).body).toMatchObject({ code: 20001 });
  });
});

describe('executions that are ended together', () => {
  const end = (flow: Published, form: Record<string, string>) =>
    ask(`${engine.url}/v2/Flows/${flow.sid}/EndExecutions`, { method: 'POST', account: { ...own }, form });

  const active = async (flow: Published): Promise<string[]> => sidsOf(flow, 'status=active');

  async function untilListed(flow: Published, count: number): Promise<void> {
    await until(
      async () => Number((await end(flow, { All: 'true', DryRun: 'true' })).body['found']) === count,
    );
  }

  it('are those of a contact, of a time, or all', async () => {
    const [flow, other] = [await publish(engine, waiting()), await publish(engine, waiting())];
    const to = someone();
    const one = await flow.executions.create({ to, from: NUMBER });
    await flow.executions.create({ to: someone(), from: NUMBER });
    await start(other);
    await untilListed(flow, 2);
    expect((await end(flow, { Contact: to, DryRun: 'true' })).body).toEqual({
      found: 1,
      told: 0,
      more: false,
    });
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const none = { found: 0, told: 0, more: false };
    expect((await end(flow, { OlderThan: '3600' })).body).toEqual(none);
    expect((await end(flow, { DateCreatedFrom: soon, OlderThan: '0' })).body).toEqual(none);
    expect((await end(flow, { Contact: to })).body).toEqual({ found: 1, told: 1, more: false });
    await untilEnded(flow, one.sid);
    await until(async () => (await active(flow)).length === 1);
    expect((await end(flow, { DateCreatedTo: soon, OlderThan: '0' })).body).toMatchObject({ told: 1 });
    await until(async () => (await active(flow)).length === 0);
    expect(await active(other)).toHaveLength(1);
    expect((await end(other, { All: 'true' })).body).toMatchObject({ told: 1 });
  });

  it('are no more than was asked for', async () => {
    const flow = await publish(engine, waiting());
    await start(flow);
    await start(flow);
    await untilListed(flow, 2);
    expect((await end(flow, { All: 'true', Limit: '1' })).body).toEqual({ found: 1, told: 1, more: true });
    await until(async () => (await active(flow)).length === 1);
  });

  it.each([
    ['nothing is said', {}],
    ['All is said beside a filter', { All: 'true', OlderThan: '1' }],
    ['the contact cannot be looked for', { Contact: "'x'" }],
    ['the date is none', { DateCreatedTo: 'x' }],
    ['the date is empty', { DateCreatedTo: '', OlderThan: '0' }],
    ['a filter is misspelt', { contact: '+15550000000', OlderThan: '0' }],
    ['the age is none', { OlderThan: '-1' }],
  ])('are none where %s', async (_what, form: Record<string, string>) => {
    const flow = await publish(engine, waiting());
    await start(flow);
    expect(await end(flow, form)).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(await active(flow)).toHaveLength(1);
  });

  it('are another resource than those that the official client knows', async () => {
    const flow = await publish(engine, waiting());
    await start(flow);
    const { executions } = clientOf(engine.url, own).studio.v2.flows(flow.sid);
    await expect(executions('EndExecutions').update({ status: 'ended' })).rejects.toMatchObject({
      status: 404,
    });
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Twilio } from 'twilio';
import { ACCOUNT, TOKEN, type Engine } from '../../setup/engine';
import { hex } from '../../setup/sid';
import { account, ask, clientOf, definition, startRest } from './rest';

const own = account();
/** Whose calls the test's telephone places. */
const caller = { sid: ACCOUNT, tokens: [TOKEN] } as const;
let engine: Engine;
let flows: Twilio['studio']['v2']['flows'];

beforeAll(async () => {
  engine = await startRest([own, caller]);
  flows = clientOf(engine.url, own).studio.v2.flows;
});
afterAll(() => engine.close());

const seconds = (date: Date): number => Math.abs(Date.now() - date.getTime()) / 1000;

describe('a flow', () => {
  it('is created as a draft, read, published, read in its revisions, and deleted', async () => {
    const created = await flows.create({
      friendlyName: 'Reception',
      status: 'draft',
      definition: definition('one'),
      commitMessage: 'first',
    });
    expect(created).toMatchObject({
      accountSid: own.sid,
      authorSid: null,
      friendlyName: 'Reception',
      definition: definition('one'),
      status: 'draft',
      revision: 1,
      commitMessage: 'first',
      valid: true,
      errors: [],
      warnings: [],
      webhookUrl: `${engine.url}/v1/Accounts/${own.sid}/Flows/${created.sid}`,
      url: `${engine.url}/v2/Flows/${created.sid}`,
      links: {
        test_users: `${engine.url}/v2/Flows/${created.sid}/TestUsers`,
        revisions: `${engine.url}/v2/Flows/${created.sid}/Revisions`,
        executions: `${engine.url}/v2/Flows/${created.sid}/Executions`,
      },
    });
    expect(seconds(created.dateCreated)).toBeLessThan(10);

    const flow = flows(created.sid);
    expect((await flow.fetch()).toJSON()).toEqual(created.toJSON());

    const published = await flow.update({
      status: 'published',
      friendlyName: 'Front desk',
      definition: definition('two'),
    });
    expect(published).toMatchObject({
      friendlyName: 'Front desk',
      status: 'published',
      revision: 2,
      commitMessage: null,
    });
    expect(published.dateCreated).toEqual(created.dateCreated);

    const draft = await flow.update({ status: 'draft', commitMessage: 'third' });
    expect(draft).toMatchObject({ friendlyName: 'Front desk', revision: 3, definition: definition('two') });

    // The client itself (6.2.0) stumbles over every list of revisions that is not empty.
    const { body } = await ask(draft.links['revisions'] as string, { account: own });
    expect(body).toMatchObject({
      meta: { key: 'revisions', next_page_url: null },
      revisions: [
        { revision: 3, status: 'draft', definition: null, commit_message: null, valid: null, errors: null },
        { revision: 2, status: 'published', definition: null },
        { revision: 1, status: 'draft', definition: null },
      ],
    });
    expect(await flow.revisions('1').fetch()).toMatchObject({
      sid: created.sid,
      friendlyName: 'Reception',
      definition: definition('one'),
      commitMessage: 'first',
      valid: true,
      errors: [],
      url: `${engine.url}/v2/Flows/${created.sid}/Revisions/1`,
    });
    expect(await flow.revisions('LatestPublished').fetch()).toMatchObject({ revision: 2 });
    expect(await flow.revisions('LatestRevision').fetch()).toMatchObject({ revision: 3 });

    expect(await flow.remove()).toBe(true);
    await expect(flow.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(flow.remove()).rejects.toMatchObject({ status: 404 });
    await expect(flow.revisions('1').fetch()).rejects.toMatchObject({ status: 404 });
    await expect(flow.revisions.page()).rejects.toMatchObject({ status: 404 });
    expect((await flows.list()).map(({ sid }) => sid)).not.toContain(created.sid);
  });

  it('has exactly the fields of Twilio, with the dates of Twilio', async () => {
    const { sid } = await flows.create({ friendlyName: 'F', status: 'published', definition: definition() });
    const { body } = await ask(`${engine.url}/v2/Flows/${sid}`, { account: own });
    expect(Object.keys(body).sort()).toEqual(
      [
        ...['account_sid', 'author_sid', 'commit_message', 'date_created', 'date_updated', 'definition'],
        ...['errors', 'friendly_name', 'links', 'revision', 'sid', 'status', 'url', 'valid', 'warnings'],
        'webhook_url',
      ].sort(),
    );
    expect(body['date_created']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const revision = await ask(`${engine.url}/v2/Flows/${sid}/Revisions/1`, { account: own });
    expect(Object.keys(body).filter(key => !(key in revision.body))).toEqual([
      'warnings',
      'webhook_url',
      'links',
    ]);
  });

  it('keeps settings beside its definition, in versions', async () => {
    const url = `${engine.url}/v2/Flows`;
    const form = {
      FriendlyName: 'S',
      Status: 'published',
      Definition: JSON.stringify(definition()),
      Settings: '{"onActive":"supersede"}',
    };
    const created = await ask(url, { method: 'POST', account: own, form });
    expect(created).toMatchObject({ status: 201, body: { settings: { onActive: 'supersede' } } });
    const one = `${url}/${created.body['sid'] as string}`;
    const kept = await ask(one, { method: 'POST', account: own, form: { Status: 'published' } });
    expect(kept.body).toMatchObject({ revision: 2, settings: { onActive: 'supersede' } });
    const cleared = await ask(one, {
      method: 'POST',
      account: own,
      form: { Status: 'published', Settings: '{}' },
    });
    expect(cleared.body).not.toHaveProperty('settings');
    expect((await ask(`${one}/Revisions/1`, { account: own })).body).toHaveProperty('settings');
    const wrong = await ask(one, {
      method: 'POST',
      account: own,
      form: { Status: 'published', Settings: '{"onActive":"explode"}' },
    });
    expect(wrong).toMatchObject({
      status: 400,
      body: { code: 20001, details: { errors: [{ property_path: '#/onActive' }] } },
    });
  });

  it('may come as JSON, too', async () => {
    const json = { FriendlyName: 'J', Status: 'draft', Definition: definition() };
    const created = await ask(`${engine.url}/v2/Flows`, { method: 'POST', account: own, json });
    expect(created).toMatchObject({ status: 201, body: { definition: definition() } });
  });

  it.each(['form', 'json'])('may be large, as %s', async kind => {
    const large = definition('x'.repeat(200_000));
    const fields = { FriendlyName: 'L', Status: 'draft' };
    const created = await ask(`${engine.url}/v2/Flows`, {
      method: 'POST',
      account: own,
      ...(kind === 'json'
        ? { json: { ...fields, Definition: large } }
        : { form: { ...fields, Definition: JSON.stringify(large) } }),
    });
    expect(created).toMatchObject({ status: 201, body: { definition: large } });
  });

  it('that is published is run at once, and that is deleted no longer', async () => {
    const flows = clientOf(engine.url, caller).studio.v2.flows;
    const { sid } = await flows.create({
      friendlyName: 'R',
      status: 'published',
      definition: definition('first'),
    });
    const said = async () => JSON.stringify(await engine.call(sid));
    expect(await said()).toContain('first');
    await flows(sid).update({ status: 'published', definition: definition('second') });
    expect(await said()).toContain('second');
    await flows(sid).remove();
    expect(await said()).toContain('20404');
  });
});

describe('validation', () => {
  it('says that a definition is valid', async () => {
    const { valid } = await clientOf(engine.url, own).studio.v2.flowValidate.update({
      friendlyName: 'V',
      status: 'published',
      definition: definition(),
    });
    expect(valid).toBe(true);
  });

  it('tells what is most likely a mistake, where it is asked to', async () => {
    const flow = definition();
    const lost = { name: 'lost', type: 'say-play', transitions: [], properties: { say: 'x', loop: 1 } };
    (flow['states'] as object[]).push(lost);
    const form = { FriendlyName: 'V', Status: 'draft', Definition: JSON.stringify(flow) };
    const url = `${engine.url}/v2/Flows/Validate`;
    const plain = await ask(url, { method: 'POST', account: own, form });
    expect(plain).toMatchObject({ status: 200, body: { valid: true } });
    expect(plain.body).not.toHaveProperty('warnings');
    const dry = await ask(url, { method: 'POST', account: own, form: { ...form, DryRun: 'true' } });
    expect(dry).toMatchObject({
      status: 200,
      body: {
        valid: true,
        warnings: expect.arrayContaining([
          {
            severity: 'warning',
            message: expect.any(String) as string,
            property_path: expect.stringMatching(/^#\/states\/2/) as string,
            hint: expect.any(String) as string,
          },
        ]) as unknown[],
      },
    });
  });

  const broken = () => {
    const flow = definition();
    (flow['states'] as { properties: object }[])[1]!.properties = { say: 5, loop: 1 };
    return flow;
  };

  it.each(['draft', 'published'] as const)('refuses what is wrong, and tells where: %s', async status => {
    const refusal = {
      status: 400,
      code: 81022,
      message: 'Flow definition validation failed',
      moreInfo: 'https://www.twilio.com/docs/errors/81022',
      details: {
        errors: [{ message: 'integer found, string expected', property_path: '#/states/1/properties/say' }],
      },
    };
    const given = { friendlyName: 'V', status, definition: broken() };
    const { studio } = clientOf(engine.url, own);
    await expect(studio.v2.flowValidate.update(given)).rejects.toMatchObject(refusal);
    await expect(flows.create(given)).rejects.toMatchObject(refusal);
    const { sid } = await flows.create({ friendlyName: 'V', status, definition: definition() });
    await expect(flows(sid).update({ status, definition: broken() })).rejects.toMatchObject(refusal);
    expect((await flows(sid).fetch()).revision).toBe(1);
  });

  it('refuses what is no definition at all', async () => {
    const deep = '['.repeat(1e5) + ']'.repeat(1e5);
    for (const Definition of ['{', '[]', '"x"', 'null', '5', deep, `{"states":${deep}}`]) {
      const form = { FriendlyName: 'V', Status: 'draft', Definition };
      const { status, body } = await ask(`${engine.url}/v2/Flows/Validate`, {
        method: 'POST',
        account: own,
        form,
      });
      expect({ Definition, status, code: body['code'] }).toEqual({ Definition, status: 400, code: 81022 });
    }
  });

  it('refuses a definition that is too large', async () => {
    const large = definition('x'.repeat(1_100_000));
    await expect(
      flows.create({ friendlyName: 'L', status: 'draft', definition: large }),
    ).rejects.toMatchObject({ status: 400, code: 81022 });
  });

  it('sees that a flow would run itself by way of another', async () => {
    const runs = (sid: string) => ({
      states: [
        {
          name: 'Trigger',
          type: 'trigger',
          transitions: [{ event: 'incomingCall', next: 'sub' }],
          properties: {},
        },
        {
          name: 'sub',
          type: 'run-subflow',
          transitions: [{ event: 'completed' }, { event: 'failed' }],
          properties: { flow_sid: sid, flow_revision: 'LatestPublished' },
        },
      ],
      initial_state: 'Trigger',
    });
    const inner = await flows.create({
      friendlyName: 'I',
      status: 'published',
      definition: definition(),
    });
    const outer = await flows.create({
      friendlyName: 'O',
      status: 'published',
      definition: runs(inner.sid),
    });
    await expect(
      flows(inner.sid).update({ status: 'published', definition: runs(outer.sid) }),
    ).rejects.toMatchObject({ code: 81022 });
  });
});

describe('a revision', () => {
  it.each(['LatestDraft', '0', '-1', '1.5', '1e3', 'x'])('is not called %s', async name => {
    const { sid } = await flows.create({ friendlyName: 'R', status: 'draft', definition: definition() });
    await expect(flows(sid).revisions(name).fetch()).rejects.toMatchObject({ status: 400, code: 81021 });
  });

  it('that does not exist is not found', async () => {
    const { sid } = await flows.create({ friendlyName: 'R', status: 'draft', definition: definition() });
    for (const name of ['2', '99999999', 'LatestPublished']) {
      await expect(flows(sid).revisions(name).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    }
  });
});

describe('test users', () => {
  it('are set and read', async () => {
    const { sid } = await flows.create({ friendlyName: 'T', status: 'draft', definition: definition() });
    const users = flows(sid).testUsers();
    expect((await users.fetch()).testUsers).toEqual([]);
    const list = ['+14155550100', 'client:ann'];
    expect(await users.update({ testUsers: list })).toMatchObject({
      sid,
      testUsers: list,
      url: `${engine.url}/v2/Flows/${sid}/TestUsers`,
    });
    expect((await users.fetch()).testUsers).toEqual(list);
    expect((await users.update({ testUsers: ['+14155550101'] })).testUsers).toEqual(['+14155550101']);
    expect((await users.update({ testUsers: [''] })).testUsers).toEqual([]);
    await expect(users.update({ testUsers: ['x'.repeat(301)] })).rejects.toMatchObject({ code: 20001 });
    expect((await flows(sid).fetch()).revision).toBe(1);
  });

  it('are those of a flow that there is', async () => {
    const users = flows(`FW${hex()}`).testUsers();
    await expect(users.fetch()).rejects.toMatchObject({ status: 404 });
    await expect(users.update({ testUsers: ['x'] })).rejects.toMatchObject({ status: 404 });
  });
});

const corpus = process.env['FLOWS_CORPUS'];
const files = corpus ? readdirSync(corpus).filter(name => name.endsWith('.json')) : [];

(corpus ? describe : describe.skip)('an exported flow', () => {
  it.each(files)('comes out as it went in: %s', async name => {
    const exported = JSON.parse(readFileSync(join(corpus ?? '', name), 'utf8')) as object;
    const text = JSON.stringify(exported);
    const { sid } = await flows.create({ friendlyName: name, status: 'published', definition: exported });
    expect(JSON.stringify((await flows(sid).fetch()).definition)).toBe(text);
    expect(JSON.stringify((await flows(sid).revisions('1').fetch()).definition)).toBe(text);
  });
});

import { Readable } from 'node:stream';
import { request } from 'undici';
import type { Engine } from '../../setup/engine';
import { own, publish, start, waiting, type Published } from './executions';
import { ask, basic, startRest } from './rest';

let engine: Engine;
let flow: Published;
let flowUrl: string;

beforeAll(async () => {
  engine = await startRest([own]);
  flow = await publish(engine, waiting());
  flowUrl = `${engine.url}/v2/Flows/${flow.sid}`;
});
afterAll(() => engine.close());

const post = (url: string, json: unknown) => ask(url, { method: 'POST', account: { ...own }, json });

describe('null in JSON', () => {
  it.each([
    ['is no filter of executions that are ended', '/EndExecutions', { OlderThan: null }, 'All'],
    ['is no contact', '/EndExecutions', { Contact: null }, 'All'],
    ['is no list of test users', '/TestUsers', { TestUsers: null }, 'TestUsers'],
    ['is no status', '', { Status: null }, 'Status'],
    ['is no address', '/Executions', { To: null, From: 'from' }, 'To'],
  ])('%s', async (_what, path, json, name) => {
    const { status, body } = await post(flowUrl + path, json);
    expect([status, body['code']]).toEqual([400, 20001]);
    expect(body['message']).toContain(name);
  });

  it('is a whole body that is empty', async () => {
    const { status, body } = await ask(flowUrl, { method: 'POST', account: { ...own }, text: 'null' });
    expect([status, body['message']]).toEqual([400, 'Missing required parameter Status in the post body']);
  });

  it('leaves what may be left out', async () => {
    const saved = await post(flowUrl, {
      Status: 'published',
      FriendlyName: null,
      Definition: null,
      CommitMessage: null,
      Settings: null,
    });
    expect(saved).toMatchObject({ status: 200, body: { friendly_name: 'Test', commit_message: null } });
    const started = await post(flow.url, { To: 'null', From: 'null', Parameters: null });
    expect(started.status).toBe(201);
  });

  it('stays where it is a value of its own', async () => {
    const { status, body } = await post(flow.url, { To: 'value', From: 'value', Parameters: { a: null } });
    expect(status).toBe(201);
    const context = await ask(`${flow.url}/${body['sid'] as string}/Context`, { account: { ...own } });
    expect(context.body).toMatchObject({ context: { flow: { data: { a: null } } } });
  });
});

describe('JSON of another kind than is asked for', () => {
  it.each([
    [{ OlderThan: false }, 'Invalid parameter OlderThan: must be integer'],
    [{ OlderThan: true }, 'Invalid parameter OlderThan: must be integer'],
    [{ OlderThan: [false] }, 'Invalid parameter OlderThan: must be integer'],
    [{ OlderThan: [null] }, 'Invalid parameter OlderThan: must not be a list of other things than texts'],
    [{ All: true, Limit: true }, 'Invalid parameter Limit: must be integer'],
  ])('ends no execution: %j', async (json, message) => {
    const { sid } = await start(flow);
    const { status, body } = await post(`${flowUrl}/EndExecutions`, json);
    expect([status, body['message']]).toEqual([400, message]);
    expect(await flow.executions(sid).fetch()).toMatchObject({ status: 'active' });
  });

  it.each([[[null]], [[[null]]], [['x', null]], [[{}]]])('is no list of test users: %j', async TestUsers => {
    const { status, body } = await post(`${flowUrl}/TestUsers`, { TestUsers });
    expect([status, body['code']]).toEqual([400, 20001]);
  });

  it.each([[[]], [[{ TestUsers: ['x'] }]], ['TestUsers'], [5], [true]])('is no body: %j', async json => {
    const { status, body } = await post(`${flowUrl}/TestUsers`, json);
    expect([status, body['message']]).toEqual([400, 'Invalid parameter body: must be object']);
  });

  it('is a path that is not there, whatever the body', async () => {
    expect(await post(`${flowUrl}/Nothing`, [null])).toMatchObject({ status: 404, body: { code: 20404 } });
  });

  it('is taken where it can be meant', async () => {
    const json = { OlderThan: '3600', DryRun: true, Limit: 5 };
    expect(await post(`${flowUrl}/EndExecutions`, json)).toMatchObject({ status: 200, body: { told: 0 } });
    const users = await post(`${flowUrl}/TestUsers`, { TestUsers: 'one' });
    expect(users.body).toMatchObject({ test_users: ['one'] });
  });
});

describe('a body that is empty', () => {
  const headers = (type: string) => ({
    authorization: basic(own.sid, own.tokens[0]),
    'content-type': type,
  });
  const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense'];

  it.each(types)('is one of no type, though it says %s', async type => {
    const missing = await ask(flowUrl, { method: 'POST', headers: headers(type) });
    expect([missing.status, missing.body['message']]).toEqual([
      400,
      'Missing required parameter Status in the post body',
    ]);
    const { sid } = await start(flow);
    const deleted = await ask(`${flow.url}/${sid}`, { method: 'DELETE', headers: headers(type) });
    expect(deleted.status).toBe(204);
  });

  it('is JSON without parameters where its end is told only after the headers', async () => {
    const body = Readable.from([]);
    const answer = await request(flowUrl, { method: 'POST', headers: headers('application/json'), body });
    expect(await answer.body.json()).toMatchObject({
      status: 400,
      message: 'Missing required parameter Status in the post body',
    });
  });
});

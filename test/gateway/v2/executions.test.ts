import { newExecutionSid } from '../../../store/execution-sid';
import { CONTACT, NUMBER, type Engine } from '../../setup/engine';
import { hex } from '../../setup/sid';
import { until } from '../../setup/until';
import {
  own,
  publish,
  short,
  someone,
  start,
  untilEnded,
  untilSteps,
  waiting,
  type Published,
} from './executions';
import { account, ask, clientOf, startRest } from './rest';

const other = account();
let engine: Engine;
let brief: Published;
let patient: Published;

beforeAll(async () => {
  engine = await startRest([own, other]);
  brief = await publish(engine, short());
  patient = await publish(engine, waiting());
});
afterAll(() => engine.close());

const hexadecimal = (prefix: string): string =>
  expect.stringMatching(new RegExp(`^${prefix}[0-9a-f]{32}$`)) as string;

describe('an execution', () => {
  it('is started, polled until it has ended, and tells its context and its steps, newest first', async () => {
    const to = someone();
    const { executions, sid: flowSid } = brief;
    const started = await executions.create({ to, from: NUMBER, parameters: { name: 'Zoe' } });
    const url = `${brief.url}/${started.sid}`;
    const shown = {
      sid: hexadecimal('FN'),
      accountSid: own.sid,
      flowSid,
      contactChannelAddress: to,
      contactSid: hexadecimal('FC'),
      flowVersion: 1,
      context: {},
      status: 'active',
      initiatedBy: hexadecimal('RQ'),
      dateCreated: expect.any(Date) as Date,
      dateUpdated: expect.any(Date) as Date,
      url,
      links: { steps: `${url}/Steps`, execution_context: `${url}/Context` },
    };
    expect(started.toJSON()).toEqual(shown);
    expect(Math.abs(Date.now() - started.dateCreated.getTime())).toBeLessThan(5000);

    await untilEnded(brief, started.sid);
    const now = await executions(started.sid).fetch();
    const { sid, contactSid, initiatedBy, dateCreated } = started;
    expect(now.toJSON()).toEqual({ ...shown, sid, contactSid, initiatedBy, dateCreated, status: 'ended' });
    expect(now.dateUpdated.getTime()).toBeGreaterThanOrEqual(dateCreated.getTime());

    const context = await executions(sid).executionContext().fetch();
    expect(context.toJSON()).toEqual({
      accountSid: own.sid,
      flowSid,
      executionSid: sid,
      url: `${url}/Context`,
      context: {
        trigger: { request: { from: NUMBER, to, parameters: { name: 'Zoe' } } },
        contact: { channel: { address: to } },
        flow: {
          sid,
          flow_sid: flowSid,
          channel: { address: NUMBER },
          data: { name: 'Zoe' },
          variables: { greeting: 'Hello Zoe' },
        },
        widgets: { greet: { greeting: 'Hello Zoe' } },
      },
    });

    const steps = await executions(sid).steps.list();
    const step = { accountSid: own.sid, flowSid, executionSid: sid, context: {}, dateUpdated: null };
    expect(steps.map(each => each.toJSON() as unknown)).toEqual(
      [
        { name: 'next', type: 'set-variables', transitionedFrom: 'greet', transitionedTo: 'Ended' },
        { name: 'incomingRequest', type: 'trigger', transitionedFrom: 'Trigger', transitionedTo: 'greet' },
      ].map((way, index) => ({
        ...step,
        ...way,
        sid: hexadecimal('FT'),
        parentStepSid: index === 0 ? steps[1]?.sid : null,
        dateCreated: expect.any(Date) as Date,
        url: `${url}/Steps/${steps[index]?.sid ?? ''}`,
        links: { step_context: `${url}/Steps/${steps[index]?.sid ?? ''}/Context` },
      })),
    );
    const [last, first] = steps.map(each => each.sid);
    expect((await executions(sid).steps(first!).fetch()).toJSON()).toEqual(steps[1]!.toJSON());
    const before = await executions(sid).steps(first!).stepContext().fetch();
    expect(before).toMatchObject({
      executionSid: sid,
      stepSid: first,
      url: `${url}/Steps/${first!}/Context`,
      context: { flow: { variables: {} }, widgets: {} },
    });
    const after = await executions(sid).steps(last!).stepContext().fetch();
    expect(after.context).toEqual(context.context);
  });

  it('tells the same while it is active', async () => {
    const { executions } = patient;
    const { sid } = await start(patient);
    await untilSteps(patient, sid, 2);
    const [greeted] = await executions(sid).steps.list();
    expect(greeted).toMatchObject({ transitionedFrom: 'greet', transitionedTo: 'ask' });
    const context: unknown = (await executions(sid).steps(greeted!.sid).stepContext().fetch()).context;
    expect(context).toMatchObject({ flow: { variables: { greeting: 'Hello ' } } });
    // What the widget that waits has written so far belongs to no step yet.
    await until(async () => {
      const now = await executions(sid).executionContext().fetch();
      return JSON.stringify(now.context).includes('outbound');
    });
    expect(JSON.stringify(context)).not.toContain('outbound');
    expect(await executions(sid).fetch()).toMatchObject({ status: 'active' });
    await executions(sid).update({ status: 'ended' });
  });

  it('pages its steps, which stay where they are while further ones come', async () => {
    const { executions } = brief;
    const { sid } = await start(brief);
    await untilEnded(brief, sid);
    const first = await executions(sid).steps.page({ pageSize: 1 });
    expect(first.instances.map(({ transitionedFrom }) => transitionedFrom)).toEqual(['greet']);
    const second = await first.nextPage();
    expect(second?.instances.map(({ transitionedFrom }) => transitionedFrom)).toEqual(['Trigger']);
    expect(await second?.nextPage()).toBeUndefined();
  });

  it('is found at once, by a gateway that has not started it, too', async () => {
    const another = await engine.startGateway();
    const elsewhere = clientOf(another.url, own).studio.v2.flows(patient.sid).executions;
    const started = await start(patient);
    const found = await elsewhere(started.sid).fetch();
    expect(found).toMatchObject({ sid: started.sid, initiatedBy: started.initiatedBy, status: 'active' });
    expect(found.dateCreated).toEqual(started.dateCreated);
    await elsewhere(started.sid).update({ status: 'ended' });
    expect(await patient.executions(started.sid).fetch()).toMatchObject({ status: 'ended' });
    await another.close();
  });

  it('does not keep a request waiting that asks for one that never was', async () => {
    const began = Date.now();
    await expect(patient.executions(`FN${'a'.repeat(32)}`).fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
      message: `The requested resource /Flows/${patient.sid}/Executions/FN${'a'.repeat(32)} was not found`,
    });
    expect(Date.now() - began).toBeLessThan(3000);
    for (const sid of ['FN1', "FN' OR ExecutionStatus = 'Running", `CA${hex()}`]) {
      await expect(patient.executions(sid).fetch()).rejects.toMatchObject({ status: 404 });
    }
  });

  it.each([60, 3600])('nor one whose SID says that it is created in %i seconds', async seconds => {
    const began = Date.now();
    const sid = newExecutionSid(began + seconds * 1000);
    await expect(patient.executions(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(Date.now() - began).toBeLessThan(3000);
  });

  it('is waited for no longer than Temporal may take to list it, however clocks differ', async () => {
    const began = Date.now();
    const sid = newExecutionSid(began + 4500);
    await expect(patient.executions(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(Date.now() - began).toBeLessThan(8000);
  }, 15_000);
});

describe('a second execution of the same contact', () => {
  it('is refused, and starts when the first one was ended, as clients in the wild do', async () => {
    const { executions } = patient;
    const parties = { to: someone(), from: NUMBER };
    const first = await executions.create(parties);
    const refused = await ask(patient.url, {
      method: 'POST',
      account: { ...own },
      form: { To: parties.to, From: parties.from },
    });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 20409,
        details: { conflicting_execution_sid: first.sid },
        message:
          `Execution ${first.sid} is already active for this contact. ` +
          'End the active Execution before creating a new one',
        more_info: 'https://www.twilio.com/docs/errors/20409',
        status: 409,
      },
    });
    const error = (await executions.create(parties).catch((thrown: unknown) => thrown)) as {
      status: number;
      code: number;
      details: { conflicting_execution_sid: string };
    };
    expect([error.status, error.code]).toEqual([409, 20409]);
    const { conflicting_execution_sid: conflicting } = error.details;
    expect(await executions(conflicting).update({ status: 'ended' })).toMatchObject({ status: 'ended' });
    const second = await executions.create(parties);
    expect(second.sid).not.toBe(first.sid);

    // The workflow id is the second one's now.
    expect(await executions(first.sid).fetch()).toMatchObject({ status: 'ended', sid: first.sid });
    expect(await executions(second.sid).fetch()).toMatchObject({ status: 'active', sid: second.sid });
    expect(await executions(first.sid).steps.list()).not.toHaveLength(0);
    await expect(executions(first.sid).update({ status: 'ended' })).rejects.toMatchObject({
      status: 409,
      code: 20409,
    });
    expect(await executions(second.sid).fetch()).toMatchObject({ status: 'active' });
  });

  it('starts while the first one is active, where another number, contact or flow is meant', async () => {
    const to = someone();
    await patient.executions.create({ to, from: NUMBER });
    await patient.executions.create({ to, from: '+15551230002' });
    await patient.executions.create({ to: someone(), from: NUMBER });
    await (await publish(engine, waiting())).executions.create({ to, from: NUMBER });
  });

  it('starts once, however many ask at the same time', async () => {
    const parties = { to: someone(), from: NUMBER };
    const asked = await Promise.allSettled(
      Array.from({ length: 10 }, () => patient.executions.create(parties)),
    );
    const started = asked.flatMap(one => (one.status === 'fulfilled' ? [one.value.sid] : []));
    expect(started).toHaveLength(1);
    for (const one of asked) {
      if (one.status === 'fulfilled') continue;
      expect(one.reason).toMatchObject({ code: 20409, details: { conflicting_execution_sid: started[0] } });
    }
  });

  it('takes the place of the first one, where the settings of the flow say so', async () => {
    const superseding = await publish(engine, waiting(), { onActive: 'supersede' });
    const parties = { to: someone(), from: NUMBER };
    const first = await superseding.executions.create(parties);
    const second = await superseding.executions.create(parties);
    expect(await superseding.executions(first.sid).fetch()).toMatchObject({ status: 'ended' });
    expect(await superseding.executions(second.sid).fetch()).toMatchObject({ status: 'active' });
  });

  it('is refused, where the settings of the flow say so', async () => {
    const rejecting = await publish(engine, waiting(), { onActive: 'reject' });
    const parties = { to: someone(), from: NUMBER };
    await rejecting.executions.create(parties);
    await expect(rejecting.executions.create(parties)).rejects.toMatchObject({ code: 20409 });
  });
});

describe('an execution that is deleted', () => {
  it.each(['active', 'ended'])('is gone at once while it is %s', async status => {
    const published = status === 'active' ? patient : brief;
    const { sid, contactChannelAddress: to } = await start(published);
    if (status === 'ended') await untilEnded(published, sid);
    expect(await published.executions(sid).remove()).toBe(true);
    const gone = { status: 404, code: 20404 };
    await expect(published.executions(sid).fetch()).rejects.toMatchObject(gone);
    await expect(published.executions(sid).steps.list()).rejects.toMatchObject(gone);
    await expect(published.executions(sid).remove()).rejects.toMatchObject(gone);
    expect((await published.executions.list()).map(each => each.sid)).not.toContain(sid);
    // And the contact is free.
    await published.executions.create({ to, from: NUMBER });
  });
});

describe('a start', () => {
  const NO_OBJECT = 'Invalid parameter Parameters: must be a JSON object';

  it.each<[string, Record<string, string>, number, string | RegExp]>([
    ['no To', { From: NUMBER }, 20001, 'Missing required parameter To in the post body'],
    ['no From', { To: 'to' }, 20001, 'Missing required parameter From in the post body'],
    ['an empty To', { To: '', From: NUMBER }, 20001, /To/],
    ['301 bytes', { To: 'x'.repeat(200), From: 'y'.repeat(101) }, 81023, /300/],
    ['301 bytes of fewer characters', { To: 'é'.repeat(100), From: 'y'.repeat(101) }, 81023, /300/],
    ['a list', { To: 'to', From: 'from', Parameters: '[1]' }, 20001, NO_OBJECT],
    ['no JSON', { To: 'to', From: 'from', Parameters: '{' }, 20001, NO_OBJECT],
    ['a text', { To: 'to', From: 'from', Parameters: '"x"' }, 20001, NO_OBJECT],
    [
      'far too much',
      { To: 'to', From: 'from', Parameters: `{"x":"${'x'.repeat(262_144)}"}` },
      20001,
      /262144/,
    ],
  ])('is refused with %s', async (_what, form, code, message) => {
    const answer = await ask(brief.url, { method: 'POST', account: { ...own }, form });
    expect(answer).toMatchObject({
      status: 400,
      body: { code, message: expect.stringMatching(message) as string },
    });
  });

  it('takes whatever addresses there are', async () => {
    for (const [to, from] of [
      ['client:joey', 'MG' + 'a'.repeat(32)],
      ['to', 'from'],
      ['o\'brien \\ "x" ü\u0007', 'from'],
      ['t'.repeat(150), 'f'.repeat(150)],
    ] as const) {
      const { sid } = await brief.executions.create({ to, from, parameters: '{"a":{"b":[1]}}' });
      await untilEnded(brief, sid);
      expect((await brief.executions(sid).fetch()).contactChannelAddress).toBe(to);
      const context: unknown = (await brief.executions(sid).executionContext().fetch()).context;
      expect(context).toMatchObject({
        flow: { channel: { address: from }, data: { a: { b: [1] } } },
        contact: { channel: { address: to } },
      });
    }
  });

  it('takes an object where the request is JSON', async () => {
    const json = { To: someone(), From: NUMBER, Parameters: { name: 'Zoe' } };
    const { status, body } = await ask(brief.url, { method: 'POST', account: { ...own }, json });
    expect(status).toBe(201);
    const sid = body['sid'] as string;
    expect(await brief.executions(sid).executionContext().fetch()).toMatchObject({
      context: { flow: { data: { name: 'Zoe' } } },
    });
  });

  it('needs a revision that is published; test users run the latest one', async () => {
    const { flows } = clientOf(engine.url, own).studio.v2;
    const draft = { friendlyName: 'Draft', status: 'draft', definition: short() } as const;
    const { sid } = await flows.create(draft);
    const { executions } = flows(sid);
    await expect(executions.create({ to: someone(), from: NUMBER })).rejects.toMatchObject({ status: 404 });
    const tester = someone();
    await flows(sid)
      .testUsers()
      .update({ testUsers: [tester] });
    expect(await executions.create({ to: tester, from: NUMBER })).toMatchObject({ flowVersion: 1 });
    await flows(sid).update({ status: 'published' });
    await flows(sid).update({ status: 'draft' });
    expect(await executions.create({ to: someone(), from: NUMBER })).toMatchObject({ flowVersion: 2 });
    const second = await executions.create({ to: tester, from: '+15551230009' });
    expect(second).toMatchObject({ flowVersion: 3 });
    // And it keeps what it was started with.
    await flows(sid).update({ status: 'published' });
    expect(await executions(second.sid).fetch()).toMatchObject({ flowVersion: 3 });
  });
});

describe('an end', () => {
  it.each([
    [{}, 'Missing required parameter Status in the post body'],
    [{ Status: 'active' }, 'Invalid parameter Status: must be one of ended'],
  ])('is refused: %j', async (form, message) => {
    const { sid } = await start(patient);
    const answer = await ask(`${patient.url}/${sid}`, { method: 'POST', account: { ...own }, form });
    expect(answer).toMatchObject({ status: 400, body: { code: 20001, message } });
    expect(await patient.executions(sid).fetch()).toMatchObject({ status: 'active' });
  });
});

describe('another account', () => {
  it('sees nothing of an execution, and does nothing to it', async () => {
    const { sid } = await start(patient);
    await untilSteps(patient, sid, 2);
    const [step] = await patient.executions(sid).steps.list();
    const foreign = clientOf(engine.url, other).studio.v2.flows(patient.sid).executions;
    const gone = { status: 404, code: 20404 };
    await expect(foreign.list()).rejects.toMatchObject(gone);
    await expect(foreign.create({ to: someone(), from: NUMBER })).rejects.toMatchObject(gone);
    await expect(foreign(sid).fetch()).rejects.toMatchObject(gone);
    await expect(foreign(sid).update({ status: 'ended' })).rejects.toMatchObject(gone);
    await expect(foreign(sid).remove()).rejects.toMatchObject(gone);
    await expect(foreign(sid).executionContext().fetch()).rejects.toMatchObject(gone);
    await expect(foreign(sid).steps.list()).rejects.toMatchObject(gone);
    await expect(foreign(sid).steps(step!.sid).fetch()).rejects.toMatchObject(gone);
    await expect(foreign(sid).steps(step!.sid).stepContext().fetch()).rejects.toMatchObject(gone);
    const url = `${engine.url}/v2/Flows/${patient.sid}/EndExecutions`;
    const ended = await ask(url, { method: 'POST', account: other, form: { All: 'true' } });
    expect(ended.status).toBe(404);

    // Nor by way of a flow of its own.
    const { flows } = clientOf(engine.url, other).studio.v2;
    const mine = await flows.create({ friendlyName: 'Mine', status: 'published', definition: short() });
    await expect(flows(mine.sid).executions(sid).fetch()).rejects.toMatchObject(gone);
    await expect(flows(mine.sid).executions(sid).update({ status: 'ended' })).rejects.toMatchObject(gone);
    expect(await patient.executions(sid).fetch()).toMatchObject({ status: 'active' });
  });

  it('has other contacts, though they have the same address', async () => {
    const to = someone();
    const { flows } = clientOf(engine.url, other).studio.v2;
    const mine = await flows.create({ friendlyName: 'Mine', status: 'published', definition: short() });
    const theirs = await brief.executions.create({ to, from: NUMBER });
    const same = await patient.executions.create({ to, from: NUMBER });
    expect(same.contactSid).toBe(theirs.contactSid);
    const ours = await flows(mine.sid).executions.create({ to, from: NUMBER });
    expect(ours.contactSid).not.toBe(theirs.contactSid);
  });
});

describe('an execution that a call has started', () => {
  it('is read and listed like any other', async () => {
    const flow = await engine.flow(short());
    const record = await engine.call(flow);
    const { executions } = clientOf(engine.url, own).studio.v2.flows(flow.sid);
    await until(async () => (await executions.list())[0]?.status === 'ended');
    const [listed] = await executions.list();
    expect(listed).toMatchObject({ initiatedBy: record.callSid, contactChannelAddress: CONTACT });
    expect((await executions(listed!.sid).fetch()).toJSON()).toEqual(listed!.toJSON());
  });
});

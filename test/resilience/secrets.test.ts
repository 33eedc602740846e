import { heard, requests } from '../../phone/record';
import { Engine, TOKEN } from '../setup/engine';
import type { Execution } from '../setup/execution';
import type { Reply } from '../setup/post-signed';
import { flowOf, gather, http, say, state } from './flows';
import { Outside } from './outside';
import { CallLeg, queryIn } from './twilio';

let engine: Engine;
let outside: Outside;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});

/** All texts that a history holds, whatever they are packed into. */
async function textOf({ handle }: Execution): Promise<string> {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (value instanceof Uint8Array || ArrayBuffer.isView(value))
      texts.push(Buffer.from(value as Uint8Array).toString());
    else if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(await handle.fetchHistory());
  return texts.join('\n');
}

describe('a secret of a flow', () => {
  it('reaches whom it is for, and can be read in no history, query or log', async () => {
    const withUser = outside.url('/user').replace('//', '//studio:pass-word-1@');
    const path = { url: `${outside.url('/page')}?access_token=token-2`, method: 'GET', timeout: '60' };
    const parameters = [{ key: 'api_key', value: 'key-3' }];
    const flow = await engine.flow(
      flowOf(
        http('user', 'GET', `${withUser}?api_key=key-4`, 'form'),
        http('form', 'POST', outside.url('/form'), 'json', 'json', 'name=Ann&password=word-5'),
        state(
          'json',
          'make-http-request',
          {
            method: 'POST',
            url: outside.url('/json'),
            content_type: 'application/json;charset=utf-8',
            body: '{"client_secret":"secret-6","a":"{{contact.channel.address}}"}',
          },
          { success: 'function', failed: 'function' },
        ),
        state(
          'function',
          'run-function',
          { url: outside.url('/function'), parameters },
          { success: 'wrong', fail: 'wrong' },
        ),
        http('wrong', 'GET', 'http://studio:pass-word-7@127.0.0.1:1/?token=token-8', 'page'),
        state('page', 'add-twiml-redirect', path, { return: 'dial', timeout: 'dial', fail: 'dial' }),
        state(
          'dial',
          'connect-call-to',
          { noun: 'sip', sip_endpoint: 'sip:a@example.com', sip_username: 'ann', sip_password: 'sip-9<&>' },
          { callCompleted: 'bye', hangup: '' },
        ),
        say('bye', 'Bye'),
      ),
    );
    const parametersOfCall = {
      CallToken: 'call-token-10',
      StirPassportToken: 'passport-11',
      SipHeader_Authorization: 'sip-auth-12',
    };
    const call = await engine.call(flow, ['dial: completed'], { parameters: parametersOfCall });
    expect(heard(call)).toEqual(['Bye']);

    const [user] = outside.asked('/user');
    expect(user?.headers.authorization).toBe(`Basic ${Buffer.from('studio:pass-word-1').toString('base64')}`);
    expect(user?.url).toContain('api_key=key-4');
    expect(outside.asked('/form')[0]?.body).toBe('name=Ann&password=word-5');
    expect(outside.asked('/json')[0]?.body).toContain('"client_secret":"secret-6"');
    expect(outside.asked('/function')[0]?.body).toBe('api_key=key-3');
    expect(outside.asked('/page')[0]?.url).toContain('access_token=token-2');
    const dialled = requests(call, 'twiml').find(({ body }) => body?.includes('<Sip'));
    expect(dialled?.body).toContain('username="ann" password="sip-9&#60;&#38;&#62;"');

    const execution = engine.execution(flow, call.callSid);
    const seen = [
      await textOf(execution),
      await execution.twiml(),
      JSON.stringify(await execution.steps()),
      JSON.stringify(await execution.context()),
      engine.logs.join(''),
    ].join('\n');
    expect(seen).toContain('sealed.v1.');
    const secret = /pass-word-\d|token-\d+|key-\d|word-\d|secret-\d|sip-9|passport-\d+|c3R1ZGlv/g;
    expect(seen.match(secret)).toBeNull();
    expect(seen).not.toContain(TOKEN);
  });

  it('is opened by the execution that has it, in its subflows too, and by no other', async () => {
    const body = 'text={{trigger.parent.parameters.text}}&password=own-1';
    const tell = http('tell', 'POST', outside.url('/tell'), '', '', body);
    const subflow = await engine.flow(flowOf(tell));
    const parameters = [{ key: 'text', value: '{{widgets.ask.Digits}}', type: 'string' }];
    const flow = await engine.flow(
      flowOf(
        gather('ask', 'Hello', 'run'),
        state(
          'run',
          'run-subflow',
          { flow_sid: subflow.sid, flow_revision: 'LatestPublished', parameters },
          { completed: 'repeat', failed: '' },
        ),
        gather('repeat', 'You said {{widgets.ask.Digits}}'),
      ),
    );
    const press = async (Digits: string): Promise<[CallLeg, Reply]> => {
      const leg = new CallLeg(flow);
      return [leg, await leg.send({ query: queryIn(await leg.ring()), params: { Digits } })];
    };
    const [first] = await press('nothing');
    const [sealed = ''] = /sealed\.v1\.[\w-]+/.exec(await textOf(engine.execution(flow, first.sid))) ?? [];
    const [, { body: said }] = await press(sealed);
    expect(said).toContain(`You said ${sealed}`);
    expect(outside.asked('/tell').map(asked => asked.body)).toEqual([
      'text=nothing&password=own-1',
      `text=${sealed}&password=own-1`,
    ]);
  });
});

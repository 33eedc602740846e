import { readRequest, type FlowRequest } from '../../gateway/routes/v1/accounts/flows/request';
import { updateIdOf } from '../../gateway/routes/v1/accounts/flows/update-id';
import { newSid } from '../setup/sid';

const read = (query: Record<string, string | string[]>, body: unknown = {}, unsigned: string[] = []) =>
  readRequest(query, body, unsigned, text => text);

describe("a request's parameters", () => {
  it('are those of the form and of the query, which goes first', () => {
    expect(read({ a: 'query', b: ['1', '2'] }, { a: 'form', c: ['3', '4'] }).params).toEqual({
      a: 'query',
      b: '2',
      c: '4',
    });
  });

  it('are taken from JSON as texts', () => {
    const json = Buffer.from('{"a":"text","b":1.5,"c":true,"d":{"e":[1]},"f":[1,2],"g":null}');
    expect(read({}, json).params).toEqual({ a: 'text', b: '1.5', c: 'true', d: '{"e":[1]}', f: '[1,2]' });
  });

  it.each(['', 'no json', '[1]', '"text"', 'null'])('cannot be taken from %j', json => {
    expect(() => read({}, Buffer.from(json))).toThrow('The JSON body is not an object.');
  });

  it('are without what is addressed to the engine, and without tokens', () => {
    const query = {
      FlowEvent: 'return',
      FlowStep: '3',
      FlowTarget: '0',
      FlowWait: 'id',
      FlowWaits: '2',
      Trigger: 't',
    };
    const request = read(query, { CallToken: 'x', StirPassportToken: 'x', Digits: '1' });
    expect(request).toEqual({
      event: 'return',
      step: 3,
      target: 0,
      trigger: 't',
      wait: { updateId: 'id', count: 2 },
      params: { Digits: '1' },
    });
  });

  it('say in a form what has happened, but not whom it is for: a caller may have written it', () => {
    const form = { FlowEvent: 'return', FlowStep: '1', FlowTarget: '0', FlowExecution: 'x', FlowWait: 'y' };
    expect(read({}, { ...form, FlowWaits: '2', FlowParams: '{"a":"b"}', Digits: '1' })).toEqual({
      event: 'return',
      params: { Digits: '1' },
    });
  });

  it('name an execution in the URL of a POST alone: the query of a GET is a form', () => {
    expect(read({ FlowExecution: 'x' }, {}).execution).toBe('x');
    expect(read({ FlowExecution: 'x' }, null)).toEqual({ params: {} });
  });

  it('are without what the signature does not cover, and nobody can name a prototype', () => {
    const body = JSON.parse('{"StirVerstat":"x","__proto__":"x","Digits":"1"}') as unknown;
    const { params } = read({}, body, ['StirVerstat']);
    expect(params).toEqual({ Digits: '1' });
    expect(Object.keys(params)).toEqual(['Digits']);
  });

  it.each(['x', '-1', '1.5', '1e3', '', '99999999999'])('hold no step where FlowStep is %j', FlowStep => {
    expect(read({ FlowStep }).step).toBeUndefined();
  });

  it.each(['nonsense', '[1]', '{"Digits":"2"}'])(
    'are not changed by what was not carried along: %j',
    FlowParams => {
      expect(read({ FlowParams, Digits: '1' }).params).toEqual({ Digits: '1' });
    },
  );
});

describe('an update id', () => {
  const [account, other] = [newSid('AC'), newSid('AC')];
  const idOf = (asked: FlowRequest, token?: string): string => updateIdOf(account, asked, token);
  const request = read({ FlowEvent: 'keypress', FlowStep: '1', Digits: '1' });

  it("is Twilio's idempotency token", () => {
    expect(idOf(request, 'token')).toBe(`${account}:token`);
  });

  it('is that of the request that is waited for', () => {
    const first = idOf(request, 'first');
    expect(idOf({ ...request, wait: { updateId: first, count: 1 } }, 'second')).toBe(first);
  });

  it("is never another account's, whatever it is asked for", () => {
    const theirs = updateIdOf(other, request, 'token');
    expect(idOf(request, 'token')).not.toBe(theirs);
    expect(idOf({ ...request, wait: { updateId: theirs, count: 1 } })).not.toBe(theirs);
    expect(idOf(request)).not.toBe(updateIdOf(other, request, undefined));
  });

  it('is no longer than Temporal takes', () => {
    const long = idOf(request, 'x'.repeat(2000));
    expect(long).toMatch(/^AC[0-9a-f]{32}:[0-9a-f]{64}$/);
    expect(idOf(request, 'x'.repeat(2001))).not.toBe(long);
  });

  it('is made of a request that knows its step, whatever the order of its parameters', () => {
    const id = idOf(request, undefined);
    expect(idOf(read({ Digits: '1', FlowStep: '1', FlowEvent: 'keypress' }), '')).toBe(id);
    expect(idOf(read({ Digits: '2', FlowStep: '1', FlowEvent: 'keypress' }), undefined)).not.toBe(id);
    expect(idOf(read({ Digits: '1', FlowStep: '2', FlowEvent: 'keypress' }), undefined)).not.toBe(id);
  });

  it('is a new one each time where nothing tells requests apart', () => {
    const bare = read({ FlowEvent: 'keypress', Digits: '1' });
    expect(idOf(bare, undefined)).not.toBe(idOf(bare, undefined));
  });
});

import { identify, type Identity } from '../../gateway/identity';
import { messageWorkflowId } from '../../workflows/contract';

type Parties = [from: string, to: string];

const FLOW = `FW${'1'.repeat(32)}`;

function place(params: Record<string, string>, allowConcurrentCalls = true): string {
  const identity: Identity = identify(FLOW, { allowConcurrentCalls }, params);
  return identity.places[0];
}

const message = (...[From, To]: Parties): string => place({ MessageSid: 'SM1', From, To });
const call = (From: string): string => place({ CallSid: `CA${'a'.repeat(32)}`, From, To: '+1555' }, false);

describe('the workflow id of what somebody writes', () => {
  it('has the addresses as they are', () => {
    expect(message('+15550001', '+15550002')).toBe(`${FLOW}/+15550002/+15550001`);
    const [from, to] = ['whatsapp:+15550001', 'client:joey@example.com?x=ü'];
    expect(message(from, to)).toBe(`${FLOW}/${to}/${from}`);
  });

  it.each([
    { one: ['a', 'b/c'], other: ['c/a', 'b'] },
    { one: ['a/b', 'c'], other: ['b', 'c/a'] },
    { one: ['a', 'b/c'], other: ['a', 'b%2Fc'] },
    { one: ['a%2Fb', 'c'], other: ['a%252Fb', 'c'] },
  ] satisfies Record<'one' | 'other', Parties>[])('is not that of another pair: %j', ({ one, other }) => {
    expect(message(...one)).not.toBe(message(...other));
  });

  it('tells where an address ends', () => {
    expect(messageWorkflowId(FLOW, 'b/c', '100%')).toBe(`${FLOW}/b%2Fc/100%25`);
  });
});

describe('the workflow id of a caller', () => {
  it('is the address as it is', () => {
    expect(call('sip:joey@example.com')).toBe(`${FLOW}/sip:joey@example.com`);
  });

  it('is not that of two who write to each other', () => {
    expect(call('b/a')).not.toBe(message('a', 'b'));
  });
});

import { UnmetError } from '../../../phone/errors';
import type { Leg } from '../../../phone/exchange/device';
import type { CallRecord } from '../../../phone/record';
import { ChatScript } from '../../../phone/session/chat-script';
import { parseChat } from '../../../phone/session/parse-chat';
import { Session } from '../../../phone/session/session';

const FROM = '+15557654321';
const PATIENCE = 100;

function sessionOf(...lines: string[]) {
  const session = new Session({
    from: FROM,
    person: new ChatScript(parseChat(lines), PATIENCE),
    patience: PATIENCE,
  });
  const running = session.run(new AbortController().signal, () => Promise.reject(new Error('nobody calls')));
  running.catch(() => undefined);
  return { session, running };
}

function message(body: string, to = FROM) {
  return { from: '+15551230001', to, body, mediaUrls: [] };
}

/** A call that rings until it is over. */
function leg() {
  let finish!: (record: CallRecord) => void;
  const over = new Promise<CallRecord>(resolve => (finish = resolve));
  const ringing = new AbortController();
  const call: Leg = {
    callSid: 'CA1',
    from: '+15551230001',
    to: FROM,
    signal: ringing.signal,
    over,
    hangUp: () => undefined,
  };
  return { call, ringing, finish: () => finish({ happenings: [] } as unknown as CallRecord) };
}

describe('somebody who waits', () => {
  test.each([
    [['wait'], 'no message has come within 0.1 s'],
    [['wait: 3'], 'only 1 of 3 messages have come within 0.1 s'],
    [['answer: human'], 'nobody has called within 0.1 s'],
  ])('%j does so for a while', async (lines, complaint) => {
    const { session, running } = sessionOf(...lines);
    if (lines[0] === 'wait: 3') session.message(message('Hello'));
    await expect(running).rejects.toThrow(UnmetError);
    await expect(running).rejects.toThrow(complaint);
  });

  test('does not wait for what had come before, nor for what goes to others', async () => {
    const { session, running } = sessionOf('wait');
    session.message(message('Yesterday'), true);
    session.message(message('Hello', '+15550001111'));
    await expect(running).rejects.toThrow('no message has come');
  });

  test('is content with what has come already', async () => {
    const { session, running } = sessionOf('wait', 'wait');
    session.message(message('One'));
    session.message(message('Two'));
    expect((await running).happenings).toHaveLength(2);
  });
});

describe('a call that comes in', () => {
  test('rings until the script gets to it', async () => {
    const { session, running } = sessionOf('wait', 'answer: busy');
    const taken = session.ring(leg().call);
    session.message(message('Hello'));
    expect(await taken).toBe('busy');
    await running;
  });

  test('finds the line busy while another one lasts', async () => {
    const { session, running } = sessionOf('answer: human');
    const first = leg();
    expect(await session.ring(first.call)).toMatchObject({ as: 'human' });
    expect(await session.ring(leg().call)).toBe('busy');
    first.finish();
    const { happenings } = await running;
    expect(happenings).toMatchObject([
      { kind: 'rang', as: 'human' },
      { kind: 'rang', as: 'busy' },
    ]);
  });

  test('that has given up is not taken', async () => {
    const { session, running } = sessionOf('wait', 'answer: human');
    const { call, ringing } = leg();
    const taken = session.ring(call);
    await Promise.resolve();
    ringing.abort();
    expect(await taken).toBe('no-answer');
    session.message(message('Hello'));
    await expect(running).rejects.toThrow('nobody has called');
  });

  test('is not answered by somebody who has left', async () => {
    const { session, running } = sessionOf('wait', 'answer: no-answer', 'wait');
    session.message(message('Hello'));
    session.message(message('Hello'));
    const first = leg();
    expect(await session.ring(first.call)).toBe('no-answer');
    first.finish();
    await running;
    expect(await session.ring(leg().call)).toBe('no-answer');
  });
});

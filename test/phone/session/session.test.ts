import { PhoneError, UnmetError } from '../../../phone/errors';
import type { Leg } from '../../../phone/exchange/device';
import type { CallRecord } from '../../../phone/record';
import { ChatScript } from '../../../phone/session/chat-script';
import { parseChat } from '../../../phone/session/parse-chat';
import { runSession } from '../../../phone/session/run-session';
import { Session } from '../../../phone/session/session';

const FROM = '+15557654321';
const PATIENCE = 100;

function sessionOf(...lines: string[]) {
  const session = new Session({
    from: FROM,
    person: new ChatScript(parseChat(lines), PATIENCE),
    patience: PATIENCE,
  });
  const interrupt = new AbortController();
  const running = session.run(interrupt.signal, () => Promise.reject(new Error('nobody calls')));
  running.catch(() => undefined);
  return { session, running, interrupt };
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
    hangUp: () => end(),
  };
  const end = () => finish({ happenings: [] } as unknown as CallRecord);
  return { call, ringing, finish: end };
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

  test('gives up at once when nothing can come any more', async () => {
    const { session, running } = sessionOf('wait');
    session.gone(new PhoneError('the engine has gone'));
    await expect(running).rejects.toThrow('the engine has gone');
  });

  test('does not wait at the end for what cannot come', async () => {
    const person = new ChatScript([]);
    const ended = runSession(
      { from: FROM, person, watch: () => undefined, quiet: 60_000 },
      new AbortController().signal,
    );
    expect(await ended).toMatchObject({ happenings: [] });
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

  test('is hung up when the one who has taken it is interrupted', async () => {
    const { session, running, interrupt } = sessionOf('answer: human');
    await session.ring(leg().call);
    interrupt.abort();
    expect((await running).happenings).toMatchObject([{ kind: 'rang', as: 'human' }]);
  });

  test('is waited for a while only: what comes below it cannot be written meanwhile', async () => {
    const { session, running } = sessionOf('answer: human', 'send: Hello');
    const { call } = leg();
    const hangUp = jest.spyOn(call, 'hangUp');
    await session.ring(call);
    await expect(running).rejects.toThrow(UnmetError);
    await expect(running).rejects.toThrow('the call is not over within 0.1 s; nothing can be written during');
    expect(hangUp).toHaveBeenCalled();
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

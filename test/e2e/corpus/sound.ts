import { requests, type Happening, type Request } from '../../../phone/record';
import { checkTwiml } from '../../../twiml/check';
import { parseTwiml } from '../../../twiml/parse';
import type { Exported } from './exported';
import type { Journey } from './journey';
import { branchesOf, isDrawn } from './branches';
import type { Start } from './start';

/**
 * https://www.twilio.com/docs/api/errors: what nobody outside is to blame for. Events that come unexpected, requests
 * and templates that are wrong, triggers that a widget does not work with.
 */
const OWN = new Set([81002, 81014, 81018, 81020]);
/** What flows of an account lack where there are only the flows. */
const LACKING: Readonly<Record<string, number>> = { 'run-subflow': 81024, 'resume-conversation': 81006 };

/** What no execution of any flow does, whatever it meets with. */
export function expectSound(
  { result, steps, calls, written: happenings, messages, tasks, conversations, troubled }: Journey,
  { flow }: Exported,
  start: Start,
): void {
  expect(result.reason).toMatch(/^(?:completed|hangup|ended|closed)$/);
  expect(steps.filter(step => !isDrawn(step, flow))).toEqual([]);
  const { misplaced } = branchesOf(flow, start);
  const warned = steps.flatMap(({ from, to, type, warnings = [] }) =>
    warnings
      .filter(({ code }) => !troubled.has(from) || OWN.has(code))
      .filter(({ code }) => LACKING[type] !== code)
      // The flow's own mistakes: a widget where it cannot work, a split that does not say what comes otherwise.
      .filter(({ code }) => code !== 81020 || !misplaced.has(from))
      .filter(({ code }) => code !== 81005 || to !== null)
      .map(({ code, message }) => `${from}: ${code} ${message}`),
  );
  expect(warned).toEqual([]);

  for (const call of calls) {
    expect(call.error).toBeUndefined();
    expect(flaws(call.happenings)).toEqual([]);
    for (const { body = '' } of requests(call, 'twiml')) {
      expect(checkTwiml(parseTwiml(body), 'voice')).toEqual([]);
    }
  }
  expect(flaws(happenings)).toEqual([]);
  for (const { body = '' } of happenings.filter(isRequest)) {
    expect(checkTwiml(parseTwiml(body), 'messaging')).toEqual([]);
  }
  expect(
    messages.filter(({ body, mediaUrls, contentSid }) => !body && !mediaUrls.length && !contentSid),
  ).toEqual([]);
  expect(messages.map(({ body }) => body).filter(body => body.includes('{{'))).toEqual([]);
  expect(tasks.made).toBe(tasks.accepted);
  // Nobody goes on listening to a conversation that the execution has started.
  expect(conversations.flatMap(({ webhooks }) => webhooks)).toEqual([]);
}

function flaws(happenings: readonly Happening[]): Happening[] {
  return happenings.filter(({ kind }) => kind === 'warning' || kind === 'failed');
}

function isRequest(happening: Happening): happening is Request {
  return happening.kind === 'request';
}

import { connectCallTo } from '../../widgets/connect-call-to';
import { url } from './scope';
import { eventOf, faults, official, run, said, saidFromExport } from './voice';

const action = url('callCompleted');

describe('what is said', () => {
  test('a number, with everything a flow can ask for', () => {
    const properties = {
      noun: 'number',
      to: ' +15550100003\n',
      caller_id: '+15550100001',
      record: true,
      timeout: 20,
      time_limit: ' 3600 ',
    };
    const expected = official(response =>
      response
        .dial({
          action,
          callerId: '+15550100001',
          timeout: 20,
          timeLimit: 3600,
          record: 'record-from-answer',
        })
        .number('+15550100003'),
    );
    expect(said(connectCallTo, properties)).toBe(expected);
  });

  test('several numbers that ring at once, ten at most', () => {
    const numbers = Array.from({ length: 11 }, (_, index) => `+155501000${index + 10}`);
    const expected = official(response => {
      const dial = response.dial({ action });
      for (const number of numbers.slice(0, 10)) dial.number(number);
    });
    expect(said(connectCallTo, { noun: 'number-multi', to: `${numbers.join(' , ')},` })).toBe(expected);
  });

  test('an export, with numbers as strings and the caller as caller ID where it names none', () => {
    const properties = {
      noun: 'Number',
      to: '{{flow.channel.address}}',
      timeout: '20',
      time_limit: 60,
      record: 'true',
    };
    const expected = official(response =>
      response
        .dial({ action, callerId: '+15550100001', timeout: 20, timeLimit: 60, record: 'record-from-answer' })
        .number('+15550100002'),
    );
    expect(saidFromExport(connectCallTo, properties)).toBe(expected);
  });

  test('a client', () => {
    expect(said(connectCallTo, { noun: 'client', to: 'bob & "eve"' })).toBe(
      official(response => response.dial({ action }).client('bob & "eve"')),
    );
  });

  test('a conference', () => {
    expect(said(connectCallTo, { noun: 'conference', to: 'support' })).toBe(
      official(response => response.dial({ action }).conference('support')),
    );
  });

  test('a SIM', () => {
    const sim = `DE${'0'.repeat(32)}`;
    expect(said(connectCallTo, { noun: 'sim', to: sim })).toBe(
      official(response => response.dial({ action }).sim(sim)),
    );
  });

  test('a SIP endpoint, its password sealed', () => {
    const properties = {
      noun: 'sip',
      sip_endpoint: 'sip:bob@example.com?x=1&y=2',
      sip_username: 'bob',
      sip_password: 'secret',
    };
    const expected = official(response =>
      response
        .dial({ action })
        .sip({ username: 'bob', password: 'sealed(secret)' }, 'sip:bob@example.com?x=1&y=2'),
    );
    expect(said(connectCallTo, properties)).toBe(expected);
  });

  test('a SIP endpoint without credentials', () => {
    expect(said(connectCallTo, { noun: 'sip', sip_endpoint: 'sip:bob@example.com', sip_password: '' })).toBe(
      official(response => response.dial({ action }).sip('sip:bob@example.com')),
    );
  });

  test("Twilio's defaults where templates left nothing", () => {
    const empty = { noun: 'number', to: '+15550100003', caller_id: '', record: false, time_limit: '' };
    const expected = official(response => response.dial({ action }).number('+15550100003'));
    expect(said(connectCallTo, empty)).toBe(expected);
    expect(said(connectCallTo, { ...empty, time_limit: 'long' })).toBe(expected);
  });
});

test.each([
  { noun: 'number', to: ' ' },
  { noun: 'number-multi', to: ' , ' },
  { noun: 'client' },
  { noun: 'sip', to: '+15550100003' },
  // What a template rendered is none of the nouns.
  { to: '+15550100003' },
])('nobody to call in %j is a failed call', properties => {
  expect(run(connectCallTo, properties)).toEqual({
    event: 'callCompleted',
    output: { DialCallStatus: 'failed' },
    warnings: [expect.objectContaining({ code: 13223 })],
  });
});

describe('how it goes on', () => {
  const outcome = run(connectCallTo, { noun: 'number', to: '+15550100003' });

  test.each([
    ['callCompleted', { CallStatus: 'in-progress', DialCallStatus: 'completed' }, 'callCompleted'],
    ['callCompleted', { CallStatus: 'in-progress', DialCallStatus: 'busy' }, 'callCompleted'],
    ['callCompleted', { CallStatus: 'completed', DialCallStatus: 'completed' }, 'hangup'],
    ['callCompleted', { CallStatus: 'canceled', DialCallStatus: 'canceled' }, 'hangup'],
    ['callCompleted', {}, 'callCompleted'],
    [undefined, { CallStatus: 'completed' }, 'hangup'],
    [undefined, { CallStatus: 'in-progress' }, undefined],
  ])('FlowEvent %s with %j: %s', (flowEvent, params, event) => {
    expect(eventOf(outcome, flowEvent, params)).toBe(event);
  });
});

test('its properties', () => {
  const exported = { caller_id: '{{contact.channel.address}}', noun: 'number', to: '+1', timeout: 30 };
  expect(faults(connectCallTo, exported)).toEqual([]);
  expect(faults(connectCallTo, { noun: 'Number' })).toEqual([
    '/noun must be equal to one of the allowed values',
  ]);
  expect(faults(connectCallTo, { ...exported, time_limit: 60 })).toEqual(['/time_limit must be string']);
  expect(faults(connectCallTo, { ...exported, timeout: 0 })).toEqual(['/timeout must be >= 1']);
  expect(faults(connectCallTo, {})).toEqual(["must have required property 'noun'"]);
});

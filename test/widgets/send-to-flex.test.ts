import { sendToFlex } from '../../widgets/send-to-flex';
import { url } from './scope';
import { eventOf, faults, official, run, said, saidFromExport } from './voice';

const action = url('callComplete');
const workflow = `WW${'0'.repeat(32)}`;
const channel = `TC${'0'.repeat(32)}`;

describe('what is said', () => {
  test('a task, with everything a flow can ask for', () => {
    const properties = {
      workflow,
      channel,
      attributes: '{"name": "+15550100001"}',
      timeout: '60',
      priority: '5',
      waitUrl: 'https://example.com/music',
      waitUrlMethod: 'POST',
    };
    const expected = official(response =>
      response
        .enqueue({
          workflowSid: workflow,
          action,
          waitUrl: 'https://example.com/music',
          waitUrlMethod: 'POST',
        })
        .task({ priority: 5, timeout: 60 }, '{"name": "+15550100001"}'),
    );
    expect(said(sendToFlex, properties)).toBe(expected);
  });

  test('an export, with numbers and a template of the caller', () => {
    const properties = {
      workflow,
      channel,
      attributes: '{"name": "{{trigger.call.From}}", "call": {{trigger.call | to_json}}}',
      timeout: 60,
      priority: 0,
    };
    const expected = official(response =>
      response
        .enqueue({ workflowSid: workflow, action })
        .task(
          { priority: 0, timeout: 60 },
          '{"name": "+15550100001", "call": {"From":"+15550100001","To":"+15550100002"}}',
        ),
    );
    expect(saidFromExport(sendToFlex, properties)).toBe(expected);
  });

  test('an hour, no attributes and no priority where the flow says nothing', () => {
    const expected = official(response =>
      response.enqueue({ workflowSid: workflow, action }).task({ timeout: 3600 }, '{}'),
    );
    expect(said(sendToFlex, { workflow, channel })).toBe(expected);
    const empty = { attributes: '', timeout: '', priority: 'high', waitUrl: '', waitUrlMethod: '' };
    expect(said(sendToFlex, { workflow, channel, ...empty })).toBe(expected);
  });
});

test('attributes that a template spoilt are failedToEnqueue', () => {
  expect(run(sendToFlex, { workflow, channel, attributes: '{"body": "line\nline"}' })).toEqual({
    event: 'failedToEnqueue',
    warnings: [expect.objectContaining({ code: 14221 })],
  });
});

test.each([
  [{ QueueResult: 'bridged' }, 'callComplete'],
  [{ QueueResult: 'queue-full' }, 'failedToEnqueue'],
  [{ QueueResult: 'system-error' }, 'callFailure'],
])('it goes on from %j by %s', (params, event) => {
  expect(eventOf(run(sendToFlex, { workflow, channel }), 'callComplete', params)).toBe(event);
});

test('it works in every execution, with or without a call', () => {
  expect(sendToFlex).toMatchObject({
    channels: ['call', 'message', 'conversation', 'request'],
    failure: 'failedToEnqueue',
    speaks: true,
  });
});

test('its properties', () => {
  expect(faults(sendToFlex, { workflow, channel, attributes: '{}' })).toEqual([]);
  expect(faults(sendToFlex, { workflow, channel, timeout: 60, priority: 1 })).toEqual([
    '/timeout must be string',
    '/priority must be string',
  ]);
  expect(faults(sendToFlex, { workflow })).toEqual(["must have required property 'channel'"]);
});

import { enqueueCall } from '../../widgets/enqueue-call';
import { url } from './scope';
import { eventOf, faults, official, run, said } from './voice';

const action = url('callComplete');
const workflow = `WW${'0'.repeat(32)}`;

describe('what is said', () => {
  test('a task, with everything a flow can ask for', () => {
    const attributes = '{"name": "AT&T <x>", "nested": {"a": [1, 2]}}';
    const properties = {
      workflow_sid: workflow,
      task_attributes: attributes,
      priority: 1000,
      timeout: 600,
      wait_url: 'https://example.com/music?a=1&b=2',
      wait_url_method: 'POST',
    };
    const expected = official(response =>
      response
        .enqueue({
          workflowSid: workflow,
          action,
          waitUrl: 'https://example.com/music?a=1&b=2',
          waitUrlMethod: 'POST',
        })
        .task({ priority: 1000, timeout: 600 }, attributes),
    );
    expect(said(enqueueCall, properties)).toBe(expected);
  });

  test('a task without attributes', () => {
    const expected = official(response => response.enqueue({ workflowSid: workflow, action }).task('{}'));
    expect(said(enqueueCall, { workflow_sid: workflow })).toBe(expected);
    expect(said(enqueueCall, { workflow_sid: workflow, task_attributes: ' ', wait_url: '' })).toBe(expected);
  });

  test('a queue', () => {
    expect(said(enqueueCall, { queue_name: 'support & sales' })).toBe(
      official(response => response.enqueue({ action }, 'support & sales')),
    );
  });

  test('a task before a queue', () => {
    expect(said(enqueueCall, { workflow_sid: workflow, queue_name: 'support' })).toBe(
      official(response => response.enqueue({ workflowSid: workflow, action }).task('{}')),
    );
  });

  test('music that is fetched by GET unless told', () => {
    expect(said(enqueueCall, { queue_name: 'support', wait_url: 'https://example.com/music' })).toBe(
      official(response =>
        response.enqueue({ action, waitUrl: 'https://example.com/music', waitUrlMethod: 'GET' }, 'support'),
      ),
    );
  });

  test.each(['music.mp3', 'ftp://example.com/music', 'https://'])("Twilio's music for %s", wait_url => {
    const properties = { queue_name: 'support', wait_url };
    expect(said(enqueueCall, properties)).toBe(official(response => response.enqueue({ action }, 'support')));
    expect(run(enqueueCall, properties)).toMatchObject({ warnings: [{ code: 81028 }] });
  });
});

describe('what cannot be enqueued is failedToEnqueue, with the call still in hand', () => {
  test('no workflow and no queue', () => {
    expect(run(enqueueCall, { workflow_sid: '', queue_name: ' ' })).toEqual({
      event: 'failedToEnqueue',
      warnings: [expect.objectContaining({ code: 14220 })],
    });
  });

  test.each(['{"name": "the "boss""}', '[1]', '"text"', 'name'])('attributes %s', task_attributes => {
    expect(run(enqueueCall, { workflow_sid: workflow, task_attributes })).toEqual({
      event: 'failedToEnqueue',
      warnings: [expect.objectContaining({ code: 14221 })],
    });
  });
});

describe('how it goes on', () => {
  const outcome = run(enqueueCall, { queue_name: 'support' });

  test.each([
    ['callComplete', { QueueResult: 'bridged' }, 'callComplete'],
    ['callComplete', { QueueResult: 'redirected' }, 'callComplete'],
    ['callComplete', { QueueResult: 'hangup', CallStatus: 'completed' }, 'callComplete'],
    ['callComplete', { QueueResult: 'queue-full' }, 'failedToEnqueue'],
    ['callComplete', { QueueResult: 'system-error' }, 'callFailure'],
    ['callComplete', { QueueResult: 'error' }, 'callFailure'],
    [undefined, { CallStatus: 'completed' }, undefined],
  ])('FlowEvent %s with %j: %s', (flowEvent, params, event) => {
    expect(eventOf(outcome, flowEvent, params)).toBe(event);
  });
});

test('its properties', () => {
  const exported = { workflow_sid: workflow, priority: 1000, task_attributes: '{"to": "{{flow.data.to}}"}' };
  expect(faults(enqueueCall, exported)).toEqual([]);
  expect(faults(enqueueCall, { priority: '1' })).toEqual(['/priority must be integer']);
  expect(faults(enqueueCall, { wait_url_method: 'PUT' })).toEqual([
    '/wait_url_method must be equal to one of the allowed values',
  ]);
});

import type { JsonObject } from '../../flow/json';
import { connectVirtualAgentV2 } from '../../widgets/connect-virtual-agent-v2';
import { makeContext, makeScope, url } from './scope';
import { eventOf, faults, official, run, said } from './voice';

const action = url('completed');
const failed = { event: 'failed', warnings: [expect.objectContaining({ code: 32602 })] };

describe('what is said', () => {
  test('everything a flow can ask for', () => {
    const properties = {
      channel: 'voice',
      connector_name: 'desk',
      configurations: [{ key: 'language', value: 'fr' }],
      parameters: [{ key: 'customer', value: 'AT&T' }],
      status_callback: 'https://example.com/status',
      status_callback_method: 'GET',
      timeout: 60,
      session_behavior: 'new_session',
    };
    const expected = official(response => {
      const agent = response.connect({ action }).virtualAgent({
        connectorName: 'desk',
        statusCallback: 'https://example.com/status',
        statusCallbackMethod: 'GET',
      });
      agent.config({ name: 'language', value: 'fr' });
      agent.parameter({ name: 'customer', value: 'AT&T' });
    });
    expect(said(connectVirtualAgentV2, properties)).toBe(expected);
  });

  test('the connector by the name of its details', () => {
    const details = { addon_sid: 'XB1', installed_addon_sid: 'XE1', name: 'desk' };
    const expected = official(response =>
      response.connect({ action }).virtualAgent({ connectorName: 'desk' }),
    );
    expect(said(connectVirtualAgentV2, { connector_name: '', connector_details: details })).toBe(expected);
  });

  test('no method of a callback that is not asked for', () => {
    const properties = { connector_name: 'desk', status_callback: '', status_callback_method: 'POST' };
    const expected = official(response =>
      response.connect({ action }).virtualAgent({ connectorName: 'desk' }),
    );
    expect(said(connectVirtualAgentV2, properties)).toBe(expected);
  });
});

describe('a session that is resumed', () => {
  const resumed = {
    connector_name: 'desk',
    session_behavior: 'resume_session',
    resume_session_identification_method: 'widget',
    resume_session_identification_value: 'first_agent',
    resume_session_event_name: 'back',
  };
  const expected = official(response => {
    const agent = response.connect({ action }).virtualAgent({ connectorName: 'desk' });
    agent.config({ name: 'resumeEndUserId', value: 'projects/1/participants/2' });
    agent.config({ name: 'resumeEventName', value: 'back' });
  });
  const afterAgent = (output: JsonObject) => {
    const context = makeContext();
    context.widgets['first_agent'] = output;
    return makeScope({ context });
  };
  const paused = { VirtualAgentProviderData: { EndUserId: 'projects/1/participants/2' } };

  test('is named by the widget that paused it', () => {
    expect(said(connectVirtualAgentV2, resumed, afterAgent(paused))).toBe(expected);
  });

  test("has that widget's connector where it names none of its own", () => {
    const properties = { ...resumed, connector_name: '' };
    const scope = afterAgent({ ...paused, ConnectorName: 'desk' });
    expect(said(connectVirtualAgentV2, properties, scope)).toBe(expected);
    expect(run(connectVirtualAgentV2, properties, scope)).toMatchObject({
      output: { ConnectorName: 'desk' },
    });
    const own = said(connectVirtualAgentV2, resumed, afterAgent({ ...paused, ConnectorName: 'other' }));
    expect(own).toBe(expected);
  });

  test.each([
    ['a new session', { session_behavior: 'new_session' }],
    ['one that is named by its own id', { resume_session_identification_method: 'id' }],
    ['a widget that has connected nobody', { resume_session_identification_value: 'second_agent' }],
  ])('has no connector but its own: %s', (_what, properties) => {
    const scope = afterAgent({ ...paused, ConnectorName: 'desk' });
    expect(run(connectVirtualAgentV2, { ...resumed, ...properties, connector_name: '' }, scope)).toEqual(
      failed,
    );
  });

  test('is named by its own id', () => {
    const properties = {
      ...resumed,
      resume_session_identification_method: 'id',
      resume_session_identification_value: 'projects/1/participants/2',
    };
    expect(said(connectVirtualAgentV2, properties)).toBe(expected);
  });

  test('is a new one where that widget paused none', () => {
    const fresh = official(response => response.connect({ action }).virtualAgent({ connectorName: 'desk' }));
    expect(said(connectVirtualAgentV2, resumed)).toBe(fresh);
    expect(said(connectVirtualAgentV2, resumed, afterAgent({ VirtualAgentProviderData: '{not JSON' }))).toBe(
      fresh,
    );
  });
});

test('no connector is failed', () => {
  expect(run(connectVirtualAgentV2, { connector_name: '' })).toEqual(failed);
});

test('its connector is told at once', () => {
  const outcome = run(connectVirtualAgentV2, { connector_name: ' desk ' });
  expect(outcome).toMatchObject({ output: { ConnectorName: 'desk' } });
});

describe('how it goes on', () => {
  const outcome = run(connectVirtualAgentV2, { connector_name: 'desk' });

  test.each([
    ['completed', { VirtualAgentStatus: 'completed' }, 'completed'],
    ['completed', { VirtualAgentStatus: 'live-agent-handoff' }, 'live-agent-handoff'],
    ['completed', { VirtualAgentStatus: 'failed', VirtualAgentErrorCode: '32601' }, 'failed'],
    ['completed', { VirtualAgentErrorCode: '32601' }, 'failed'],
    ['completed', { VirtualAgentStatus: 'paused' }, 'paused'],
    ['completed', { VirtualAgentStatus: 'timeout' }, 'timeout'],
    ['completed', { VirtualAgentStatus: 'hangup', CallStatus: 'in-progress' }, 'hangup'],
    ['completed', { VirtualAgentStatus: 'completed', CallStatus: 'completed' }, 'hangup'],
    ['completed', {}, 'completed'],
    [undefined, { CallStatus: 'completed' }, 'hangup'],
    [undefined, { CallStatus: 'in-progress' }, undefined],
  ])('FlowEvent %s with %j: %s', (flowEvent, params, event) => {
    expect(eventOf(outcome, flowEvent, params)).toBe(event);
  });
});

test('its properties', () => {
  const exported = {
    channel: 'voice',
    connector_name: 'desk',
    status_callback_method: 'POST',
    parameters: [],
  };
  expect(faults(connectVirtualAgentV2, exported)).toEqual([]);
  expect(faults(connectVirtualAgentV2, { timeout: '60' })).toEqual(['/timeout must be integer']);
});

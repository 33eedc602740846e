import { connectVirtualAgentV2 } from '../../widgets/connect-virtual-agent-v2';
import { makeContext, makeScope, url } from './scope';
import { eventOf, faults, official, run, said } from './voice';

const action = url('completed');

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
  const afterAgent = (VirtualAgentProviderData: string | { EndUserId: string }) => {
    const context = makeContext();
    context.widgets['first_agent'] = { VirtualAgentProviderData };
    return makeScope({ context });
  };

  test('is named by the widget that paused it', () => {
    const data = { EndUserId: 'projects/1/participants/2' };
    expect(said(connectVirtualAgentV2, resumed, afterAgent(data))).toBe(expected);
    expect(said(connectVirtualAgentV2, resumed, afterAgent(JSON.stringify(data)))).toBe(expected);
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
    expect(said(connectVirtualAgentV2, resumed, afterAgent('{not JSON'))).toBe(fresh);
  });
});

test('no connector is failed', () => {
  expect(run(connectVirtualAgentV2, { connector_name: '' })).toEqual({
    event: 'failed',
    warnings: [expect.objectContaining({ code: 32602 })],
  });
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

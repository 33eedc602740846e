import { connectVirtualAgent } from '../../widgets/connect-virtual-agent';
import { url } from './scope';
import { eventOf, faults, official, run, said } from './voice';

const action = url('return');

test('it says everything a flow can ask for', () => {
  const properties = {
    connector: 'desk',
    language: 'fr-FR',
    sentiment_analysis: 'true',
    status_callback: 'https://example.com/status',
  };
  const expected = official(response =>
    response.connect({ action }).virtualAgent({
      connectorName: 'desk',
      language: 'fr-FR',
      sentimentAnalysis: true,
      statusCallback: 'https://example.com/status',
    }),
  );
  expect(said(connectVirtualAgent, properties)).toBe(expected);
});

test("it leaves Twilio's defaults where templates left nothing", () => {
  const empty = { connector: 'desk', language: '', sentiment_analysis: '', status_callback: ' ' };
  expect(said(connectVirtualAgent, empty)).toBe(
    official(response => response.connect({ action }).virtualAgent({ connectorName: 'desk' })),
  );
});

test('it returns at once where no connector is named', () => {
  expect(run(connectVirtualAgent, { connector: ' ' })).toEqual({
    event: 'return',
    warnings: [expect.objectContaining({ code: 32602 })],
  });
});

test.each([
  ['return', { CallStatus: 'in-progress' }, 'return'],
  ['return', { CallStatus: 'completed' }, 'hangup'],
  [undefined, { CallStatus: 'completed' }, 'hangup'],
  [undefined, { CallStatus: 'in-progress' }, undefined],
])('it goes on from FlowEvent %s with %j by %s', (flowEvent, params, event) => {
  expect(eventOf(run(connectVirtualAgent, { connector: 'desk' }), flowEvent, params)).toBe(event);
});

test('its properties', () => {
  expect(faults(connectVirtualAgent, { connector: 'desk', sentiment_analysis: 'false' })).toEqual([]);
  expect(faults(connectVirtualAgent, {})).toEqual(["must have required property 'connector'"]);
});

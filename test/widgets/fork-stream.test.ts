import { forkStream } from '../../widgets/fork-stream';
import { faults, official, run, said } from './voice';

describe('what is said', () => {
  test('the start of a WebSocket stream', () => {
    const properties = {
      stream_action: 'start',
      stream_name: 'copy',
      stream_transport_type: 'websocket',
      stream_url: 'wss://example.com/audio',
      stream_track: 'both_tracks',
      stream_parameters: [
        { key: 'caller', value: '"Eve" & <Bob>' },
        { key: '', value: 'nameless' },
        { key: 'empty', value: '' },
      ],
    };
    const expected = official(response => {
      const stream = response
        .start()
        .stream({ name: 'copy', url: 'wss://example.com/audio', track: 'both_tracks' });
      stream.parameter({ name: 'caller', value: '"Eve" & <Bob>' });
      stream.parameter({ name: 'empty', value: '' });
    });
    expect(said(forkStream, properties)).toBe(expected);
  });

  test('the start of a SIPREC stream', () => {
    const properties = {
      stream_action: 'start',
      stream_name: 'copy',
      stream_transport_type: 'siprec',
      stream_connector: 'recorder',
      stream_track: 'inbound_track',
      stream_parameters: [{ key: 'a', value: '1' }],
    };
    const expected = official(response =>
      response
        .start()
        .siprec({ name: 'copy', connectorName: 'recorder', track: 'inbound_track' })
        .parameter({ name: 'a', value: '1' }),
    );
    expect(said(forkStream, properties)).toBe(expected);
  });

  test('a WebSocket where the transport is not told', () => {
    expect(said(forkStream, { stream_action: 'start', stream_url: 'wss://example.com/audio' })).toBe(
      official(response => response.start().stream({ url: 'wss://example.com/audio' })),
    );
  });

  test('the end of a stream', () => {
    expect(said(forkStream, { stream_action: 'stop', stream_name: 'copy' })).toBe(
      official(response => response.stop().stream({ name: 'copy' })),
    );
    const siprec = { stream_action: 'stop', stream_name: 'copy', stream_transport_type: 'siprec' };
    expect(said(forkStream, siprec)).toBe(official(response => response.stop().siprec({ name: 'copy' })));
  });
});

test.each([
  [{ stream_action: 'start', stream_url: ' ' }, 11100],
  [{ stream_action: 'start', stream_transport_type: 'siprec', stream_url: 'wss://example.com' }, 31940],
])('nowhere to stream to in %j: the flow goes on without', (properties, code) => {
  expect(run(forkStream, properties)).toEqual({
    event: 'next',
    warnings: [expect.objectContaining({ code })],
  });
});

test('it is done at once: the stream goes on behind what follows', () => {
  expect(run(forkStream, { stream_action: 'stop' })).toMatchObject({
    event: 'next',
    verbs: [{ name: 'Stop' }],
  });
});

test('its properties', () => {
  const exported = { stream_action: 'start', stream_transport_type: 'websocket', stream_url: 'wss://x' };
  expect(faults(forkStream, exported)).toEqual([]);
  expect(faults(forkStream, { stream_action: 'Start' })).toEqual([
    '/stream_action must be equal to one of the allowed values',
  ]);
  expect(faults(forkStream, {})).toEqual(["must have required property 'stream_action'"]);
});

import { Type } from '@sinclair/typebox';
import { element } from '../twiml/element';
import { given } from './rendered';
import { keyValues, oneOf } from './schema';
import { named } from './calls/parameters';
import { defineWidget } from './widget';

/**
 * Starts or stops a copy of the call's audio. It goes on behind whatever the flow does, so its verb needs no
 * request of its own and goes in front of what the following widgets say.
 * https://www.twilio.com/docs/studio/widget-library/fork-stream
 */
export const forkStream = defineWidget({
  type: 'fork-stream',
  properties: Type.Object({
    stream_action: oneOf(['start', 'stop'], { description: 'Whether the stream begins or ends.' }),
    stream_name: Type.Optional(Type.String({ description: 'Name by which the stream can be stopped.' })),
    stream_transport_type: Type.Optional(
      oneOf(['websocket', 'siprec'], { default: 'websocket', description: 'What the audio goes to.' }),
    ),
    stream_url: Type.Optional(Type.String({ description: 'Address of the WebSocket (wss://…).' })),
    stream_connector: Type.Optional(Type.String({ description: 'Name of the SIPREC connector.' })),
    stream_track: Type.Optional(
      oneOf(['inbound_track', 'outbound_track', 'both_tracks'], {
        default: 'inbound_track',
        description: "Whose audio: the caller's, what the caller hears, or both.",
      }),
    ),
    stream_parameters: Type.Optional(keyValues({ description: 'Sent along when the stream begins.' })),
  }),
  events: ['next'],
  failure: 'next',
  channels: ['call'],
  speaks: true,
  run(properties) {
    const siprec = properties.stream_transport_type === 'siprec';
    const tag = siprec ? 'Siprec' : 'Stream';
    const name = given(properties.stream_name);
    if (properties.stream_action === 'stop') {
      return { event: 'next', verbs: [element('Stop', {}, element(tag, { name }))] };
    }
    const target = given(siprec ? properties.stream_connector : properties.stream_url);
    if (!target) {
      const message = `Nowhere to stream to: stream_${siprec ? 'connector' : 'url'} is empty`;
      return { event: 'next', warnings: [{ code: siprec ? 31940 : 11100, message }] };
    }
    const stream = element(
      tag,
      { name, [siprec ? 'connectorName' : 'url']: target, track: given(properties.stream_track) },
      ...named('Parameter', properties.stream_parameters),
    );
    return { event: 'next', verbs: [element('Start', {}, stream)] };
  },
});

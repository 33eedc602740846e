import { Type } from '@sinclair/typebox';
import { element } from '../twiml/element';
import { given } from './rendered';
import { hangup } from './resume';
import { yesNo } from './schema';
import { defineWidget } from './widget';

/**
 * Connects the caller with a Dialogflow ES agent.
 * https://www.twilio.com/docs/studio/widget-library/connect-virtual-agent-dialogflow-es
 */
export const connectVirtualAgent = defineWidget({
  type: 'connect-virtual-agent',
  properties: Type.Object({
    connector: Type.String({ description: 'Unique name of the connector.' }),
    language: Type.Optional(Type.String({ description: 'Language that the agent speaks.' })),
    sentiment_analysis: Type.Optional(yesNo({ description: 'Whether sentiments are analysed.' })),
    status_callback: Type.Optional(Type.String({ description: 'URL that is told what happens.' })),
  }),
  events: ['return', 'hangup'],
  channels: ['call'],
  speaks: true,
  run(properties, scope) {
    const connectorName = given(properties.connector);
    if (!connectorName) {
      return { event: 'return', warnings: [{ code: 32602, message: 'The connector has no name' }] };
    }
    const agent = element('VirtualAgent', {
      connectorName,
      language: given(properties.language),
      sentimentAnalysis: given(properties.sentiment_analysis),
      statusCallback: given(properties.status_callback),
    });
    return {
      verbs: [element('Connect', { action: scope.url('return') }, agent)],
      resume: [hangup, { event: 'return' }],
    };
  },
});

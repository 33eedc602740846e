import { Type } from '@sinclair/typebox';
import { isObject } from '../flow/json';
import { element } from '../twiml/element';
import { given, givenText } from './rendered';
import { byValue, hangup } from './resume';
import { keyValues, oneOf } from './schema';
import { named } from './calls/parameters';
import { defineWidget, type Scope } from './widget';

/**
 * Connects the caller with a Dialogflow CX agent.
 * https://www.twilio.com/docs/studio/widget-library/connect-virtual-agent
 */
export const connectVirtualAgentV2 = defineWidget({
  type: 'connect-virtual-agent-v2',
  properties: Type.Object({
    channel: Type.Optional(oneOf(['voice', 'conversations'], { description: 'What the agent talks over.' })),
    connector_name: Type.Optional(Type.String({ description: 'Unique name of the connector.' })),
    connector_details: Type.Optional(
      Type.Object(
        {
          addon_sid: Type.Optional(Type.String()),
          installed_addon_sid: Type.Optional(Type.String()),
          name: Type.Optional(Type.String()),
        },
        {
          description:
            'The connector as the canvas knows it; its name serves where `connector_name` is absent.',
        },
      ),
    ),
    configurations: Type.Optional(keyValues({ description: "Settings that go before the connector's own." })),
    parameters: Type.Optional(keyValues({ description: 'Sent along to the agent.' })),
    status_callback: Type.Optional(Type.String({ description: 'URL that is told what happens.' })),
    status_callback_method: Type.Optional(
      oneOf(['GET', 'POST'], { default: 'POST', description: 'Method of `status_callback`.' }),
    ),
    timeout: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Seconds that a conversation may rest. Without effect in calls.',
      }),
    ),
    session_behavior: Type.Optional(
      Type.String({ default: 'new_session', description: '"new_session", or else a session is resumed.' }),
    ),
    resume_session_identification_method: Type.Optional(
      Type.String({
        description: 'How the session is named that is resumed; "widget": by the widget that paused it.',
      }),
    ),
    resume_session_identification_value: Type.Optional(
      Type.String({ description: "Name of that widget, or the session's EndUserId." }),
    ),
    resume_session_event_name: Type.Optional(
      Type.String({ description: 'Event that the agent gets when its session is resumed.' }),
    ),
  }),
  events: ['completed', 'live-agent-handoff', 'hangup', 'failed', 'paused', 'timeout'],
  failure: 'failed',
  channels: ['call'],
  speaks: true,
  json: ['VirtualAgentProviderData'],
  run(properties, scope) {
    const session = resumed(properties, scope);
    const connectorName =
      given(properties.connector_name) ?? given(properties.connector_details?.name) ?? session.connectorName;
    if (!connectorName) {
      return { event: 'failed', warnings: [{ code: 32602, message: 'The connector has no name' }] };
    }
    const statusCallback = given(properties.status_callback);
    const agent = element(
      'VirtualAgent',
      {
        connectorName,
        statusCallback,
        statusCallbackMethod: statusCallback && given(properties.status_callback_method),
      },
      ...named('Config', properties.configurations),
      ...named('Config', resumption(session, properties.resume_session_event_name)),
      ...named('Parameter', properties.parameters),
    );
    return {
      // Twilio does not tell it, and whoever resumes the session has to know it.
      output: { ConnectorName: connectorName },
      verbs: [element('Connect', { action: scope.url('completed') }, agent)],
      resume: [
        hangup,
        ...byValue('VirtualAgentStatus', {
          hangup: ['hangup', 'canceled'],
          'live-agent-handoff': ['live-agent-handoff'],
          failed: ['failed'],
          paused: ['paused'],
          timeout: ['timeout'],
        }),
        { event: 'failed', when: { VirtualAgentErrorCode: true } },
        { event: 'completed' },
      ],
    };
  },
});

interface Resumption {
  session_behavior?: string;
  resume_session_identification_method?: string;
  resume_session_identification_value?: string;
}

interface Session {
  endUserId?: string | undefined;
  connectorName?: string | undefined;
}

/** What is known of the session that is resumed: by the widget that was left while it paused, or by its own id. */
function resumed(properties: Resumption, { context }: Scope): Session {
  const behavior = given(properties.session_behavior) ?? 'new_session';
  const value = given(properties.resume_session_identification_value);
  if (behavior === 'new_session' || !value) return {};
  if (given(properties.resume_session_identification_method) !== 'widget') return { endUserId: value };
  const { ConnectorName, VirtualAgentProviderData: data } = context.widgets[value] ?? {};
  return {
    endUserId: isObject(data) ? givenText(data['EndUserId']) : undefined,
    connectorName: givenText(ConnectorName),
  };
}

/** The settings by which a paused session goes on (inferred from the settings that `<Config>` knows). */
function resumption({ endUserId }: Session, event: string | undefined): { key: string; value: string }[] {
  if (!endUserId) return [];
  const eventName = given(event);
  return [
    { key: 'resumeEndUserId', value: endUserId },
    ...(eventName ? [{ key: 'resumeEventName', value: eventName }] : []),
  ];
}

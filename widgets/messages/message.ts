import { Type, type Static, type TObject } from '@sinclair/typebox';
import { keyValues, oneOf } from '../schema';

export type MessageProperties = Static<TObject<ReturnType<typeof message>>>;

/** What a message to the contact is made of; shared by the widgets that send one. */
export function message() {
  return {
    body: Type.Optional(Type.String({ description: 'Text of the message.' })),
    from: Type.String({
      description: "Who sends it: a number, a Messaging Service's SID, or a name shown in a conversation.",
    }),
    media_url: Type.Optional(
      Type.String({ description: 'URL of a picture or file to go with it; not into a conversation.' }),
    ),
    service: Type.Optional(
      Type.String({ description: "SID of the conversation's service. Absent: the one that the flow knows." }),
    ),
    channel: Type.Optional(
      Type.String({
        description: "SID of the conversation it goes into. Absent: the execution's, where there is one.",
      }),
    ),
    attributes: Type.Optional(Type.String({ description: 'JSON kept with the message, in a conversation.' })),
    message_type: Type.Optional(
      oneOf(['custom', 'content_template'], { description: 'Whether `body` or `content_sid` is sent.' }),
    ),
    content_sid: Type.Optional(Type.String({ description: 'SID of a content template (HX…).' })),
    content_variables: Type.Optional(
      keyValues({ description: 'Values for the template. A key may be written 1 or {{1}}.' }),
    ),
    shorten_urls: Type.Optional(
      Type.Boolean({ description: 'Whether links in the text are shortened, by a Messaging Service.' }),
    ),
  };
}

/** Rendered by the widgets themselves: `{{1}}` in a key is a placeholder's name, not a template. */
export const messageVerbatim: readonly string[] = ['content_variables'];

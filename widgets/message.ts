import { Type } from '@sinclair/typebox';
import { keyValues, oneOf } from './schema';

/** What a message to the contact is made of; shared by the widgets that send one. */
export function message() {
  return {
    body: Type.Optional(Type.String({ description: 'Text of the message.' })),
    from: Type.String({
      description: "Who sends it: a number, a Messaging Service's SID, or a name shown in a chat.",
    }),
    media_url: Type.Optional(Type.String({ description: 'URL of a picture or file to go with it.' })),
    service: Type.Optional(Type.String({ description: 'SID of the chat service, in a chat.' })),
    channel: Type.Optional(Type.String({ description: 'SID of the chat channel, in a chat.' })),
    attributes: Type.Optional(Type.String({ description: 'JSON kept with the message, in a chat.' })),
    message_type: Type.Optional(
      oneOf(['custom', 'content_template'], { description: 'Whether `body` or `content_sid` is sent.' }),
    ),
    content_sid: Type.Optional(Type.String({ description: 'SID of a content template (HX…).' })),
    content_variables: Type.Optional(
      keyValues({ description: 'Values for the template. A key may be written 1 or {{1}}.' }),
    ),
    shorten_urls: Type.Optional(Type.Boolean({ description: 'Whether links in the text are shortened.' })),
  };
}

import type { MessageProperties } from './message';
import { present } from '../present';
import { given } from '../rendered';
import { hideInJson, hideInUrl } from '../secrets';
import type { Scope } from '../widget';

/** A text and media, or a template and its values, in the official client's words. Secrets are sealed. */
export type Content = {
  body?: string;
  mediaUrl?: string[];
  contentSid?: string;
  contentVariables?: string;
};

/** Templates bring text and media of their own (https://www.twilio.com/docs/api/errors/63030). */
export function contentOf(properties: MessageProperties, scope: Scope): Content {
  return properties.message_type === 'content_template'
    ? template(properties, scope)
    : custom(properties, scope);
}

function custom({ body, media_url }: MessageProperties, scope: Scope): Content {
  const url = given(media_url);
  const mediaUrl = url === undefined ? undefined : [hideInUrl(url, secret => scope.seal(secret))];
  return present({ body: body === '' ? undefined : body, mediaUrl });
}

function template({ content_sid, content_variables = [] }: MessageProperties, scope: Scope): Content {
  const values = content_variables.map(({ key, value }) => [key.replace(/[{}\s]/g, ''), scope.render(value)]);
  const json = hideInJson(JSON.stringify(Object.fromEntries(values)), secret => scope.seal(secret));
  return present({
    contentSid: given(content_sid),
    contentVariables: values.length === 0 ? undefined : json,
  });
}

import { badRequest } from './api-error';
import type { MessageRequest } from './check-message';

/** Texts by content SID, with variables as `{{1}}` or `{{name}}`. */
export type Templates = Readonly<Record<string, string>>;

/** @throws ApiError 21655 where there is no such template */
export function renderTemplate(
  { contentSid = '', contentVariables = {} }: Pick<MessageRequest, 'contentSid' | 'contentVariables'>,
  templates: Templates | undefined,
): string {
  const text = templates ? templates[contentSid] : '';
  if (!/^HX[0-9a-fA-F]{32}$/.test(contentSid) || text === undefined) {
    throw badRequest(21655, 'The ContentSid is Invalid');
  }
  return text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) => contentVariables[name] ?? whole);
}

import type { Definition } from '../../flow/definition';
import { finding, type Finding } from './finding';
import { textsOf, type Text } from './texts';

/** URLs that lead astray: with two question marks, or in TwiML with an & that is no `&amp;`. */
export function lintReturnUrls(definition: Definition): Finding[] {
  return textsOf(definition).flatMap(lint);
}

function lint({ text, property_path }: Text): Finding[] {
  const isTwiml = /<Response[\s>]|<Redirect[\s>]|\saction\s*=\s*["']http/u.test(text);
  const urls = plain(text).match(/https?:\/\/[^\s"'<>]+/gu) ?? [];
  return [...new Set(urls)].flatMap(url => [
    ...(count(url) > 1
      ? [
          finding(
            property_path,
            `${url} has two "?": what follows the second is part of a value`,
            `join further parameters with ${isTwiml ? '&amp;' : '&'}, or encode the "?" as %3F`,
          ),
        ]
      : []),
    ...(isTwiml && BARE.test(url)
      ? [
          finding(
            property_path,
            `${url} has a bare "&": the TwiML cannot be read (https://www.twilio.com/docs/api/errors/12100)`,
            'write &amp; in place of & in TwiML',
          ),
        ]
      : []),
  ]);
}

const BARE = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/iu;

/** With every template as one word: what it renders is not known. None reaches over another's beginning: linear time. */
function plain(text: string): string {
  return text.replace(/\{\{(?:(?!\{\{|\}\}).)*\}\}|\{%(?:(?!\{%|%\}).)*%\}/gsu, 'LIQUID');
}

function count(url: string): number {
  return url.split('?').length - 1;
}

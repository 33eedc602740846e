import { unescape } from 'node:querystring';
import type { Json } from '../flow/json';

/** Turns a secret into what may be read by anybody. */
export type Hide = (secret: string) => string;

const secretName =
  /token|secret|passw(or)?d|passphrase|pwd|credential|authorization|signature|(api|access|private|account|subscription)[-_]?key|card[-_]?number|security[-_]?code|^cv[vc]$|(^|[-_.])(auth|key|sig|pin)$/i;

/** Does a parameter of this name hold what nobody but its receiver should read? */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** What stands before the user is read as generously as URL does: `http:///`, `http:\`, blanks in front. */
const urlParts = /^(\s*(?:[a-z][a-z0-9+.-]*:[/\\]+|[/\\]{2}))?(?:([^/?#]+)@)?(.*)$/is;

/**
 * Hides the secrets of a URL: user and password, and the values of parameters with a secret's name. The rest keeps
 * its spelling, so that the URL is the same again, byte for byte, when they are put back. It need not be valid.
 */
export function hideInUrl(url: string, hide: Hide): string {
  const [, scheme = '', user, rest = ''] = urlParts.exec(url) ?? [];
  const [, path = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(.*)$/s.exec(rest) ?? [];
  return (
    scheme +
    (user ? `${hide(user)}@` : '') +
    path +
    (query === undefined ? '' : `?${hideInForm(query, hide)}`) +
    fragment
  );
}

/** The URL for people to read: in warnings and messages. */
export function withoutSecrets(url: string): string {
  return hideInUrl(url, () => '***');
}

/** The same for a query or a form: name=value&name=value. */
export function hideInForm(form: string, hide: Hide): string {
  return form
    .split('&')
    .map(pair => {
      const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
      return value !== '' && isSecretName(unescape(name)) ? `${name}=${hide(value)}` : pair;
    })
    .join('&');
}

/** A string of JSON (with the colon that makes it a name), a number or boolean, or a bracket or comma. Linear time. */
const jsonToken = /"((?:[^"\\]|\\.)*)("|\\?$)(\s*:)?|(-?\d[\d.eE+-]*|true|false)|[{}[\],]/gs;

/**
 * The same for JSON text, which need not be valid: the string, number or boolean beside a secret's name, and all of
 * them within an object or list there, whatever their own names.
 */
export function hideInJson(json: string, hide: Hide): string {
  /** A secret's name has been read, and not its value. */
  let named = false;
  /** Brackets that are open within such a value. */
  let depth = 0;
  return json.replace(jsonToken, (token: string, text?: string, close = '', colon = '', bare?: string) => {
    const within = named || depth > 0;
    if (text !== undefined) {
      const hidden = named || (depth > 0 && colon === '');
      named = !hidden && colon !== '' && isSecretName(text);
      return hidden && text !== '' ? `"${hide(text)}${close}${colon}` : token;
    }
    named = false;
    if (bare !== undefined) return within ? hide(bare) : bare;
    if ('{['.includes(token) && within) depth += 1;
    if ('}]'.includes(token) && depth > 0) depth -= 1;
    return token;
  });
}

/**
 * What Twilio has answered, without the secrets in what is JSON in it: such as the attributes of a message, which
 * Twilio repeats.
 */
export function withSecretsSealed<Value extends Json>(value: Value, { seal }: { seal: Hide }): Value {
  return mapStrings(value, text => hideInJson(text, seal));
}

/** Applies `change` to every string in a value, at any depth. */
export function mapStrings<Value extends Json>(value: Value, change: (text: string) => string): Value;
export function mapStrings(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map(item => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapStrings(item, change)]));
}

import { fc } from '../setup/fuzz';
import {
  hideInForm,
  hideInJson,
  hideInUrl,
  isSecretName,
  mapStrings,
  withoutSecrets,
} from '../../widgets/secrets';
import { cpuTime } from '../setup/cpu-time';

const seal = (secret: string): string => `<${secret}>`;

describe('names of secrets', () => {
  it.each(
    'token AuthToken access_token secret client-secret password Passwd api_key apikey X-Api-Key access_key key sig pin auth Authorization CardNumber cvv CallToken'.split(
      ' ',
    ),
  )('%s is one', name => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each('From CallSid author keyboard spinning signal monkey body Digits'.split(' '))(
    '%s is none',
    name => {
      expect(isSecretName(name)).toBe(false);
    },
  );
});

describe('a URL', () => {
  it.each([
    ['https://user:pa:ss@host/a?b=1', 'https://<user:pa:ss>@host/a?b=1'],
    [
      'https://host/?token=a%20b&x=1&api_key=2#token=3',
      'https://host/?token=<a%20b>&x=1&api_key=<2>#token=3',
    ],
    ['https://host/?q=me@host&token=', 'https://host/?q=me@host&token='],
    ['https://host/a@b', 'https://host/a@b'],
    ['http:///u:p@h/', 'http:///<u:p>@h/'],
    ['http:/u:p@h/', 'http:/<u:p>@h/'],
    ['http:\\\\u:p@h/', 'http:\\\\<u:p>@h/'],
    [' http://u:p@h/', ' http://<u:p>@h/'],
    ['//u:p@h/', '//<u:p>@h/'],
    ['/a@b', '/a@b'],
    ['not a url?secret=1', 'not a url?secret=<1>'],
    ['', ''],
  ])('%s is shown as %s', (url, shown) => {
    expect(hideInUrl(url, seal)).toBe(shown);
    expect(hideInUrl(url, secret => secret)).toBe(url);
  });

  it('is shown to people with stars', () => {
    expect(withoutSecrets('https://u:p@host/?key=1')).toBe('https://***@host/?key=***');
  });
});

describe('a form', () => {
  it('hides the values of secrets', () => {
    expect(hideInForm('a=1&password=x=y&token&=', seal)).toBe('a=1&password=<x=y>&token&=');
  });

  it('knows names that are encoded', () => {
    expect(hideInForm('pass%77ord=x', seal)).toBe('pass%77ord=<x>');
  });
});

describe('JSON', () => {
  it.each([
    ['{"token": "a\\"b", "n": 1}', '{"token": "<a\\"b>", "n": 1}'],
    ['{"user":{"pin":1234,"name":"token"}}', '{"user":{"pin":<1234>,"name":"token"}}'],
    ['{"token": true, "cvv":false}', '{"token": <true>, "cvv":<false>}'],
    ['{"password":""}', '{"password":""}'],
    ['{"secret":null,', '{"secret":null,'],
    ['{"name":"token","x":"y"}', '{"name":"token","x":"y"}'],
    ['{"token":"cut off', '{"token":"<cut off>'],
    ['{"credentials":{"user":"u","value":"S"},"n":1}', '{"credentials":{"user":"<u>","value":"<S>"},"n":1}'],
    ['{"tokens":["S", 12,null],"x":["y"]}', '{"tokens":["<S>", <12>,null],"x":["y"]}'],
    ['[{"secret" : [{"a":["b"],"c":"d"},"e"]},"f"]', '[{"secret" : [{"a":["<b>"],"c":"<d>"},"<e>"]},"f"]'],
    ['{"secret":null,"a":["b"]}', '{"secret":null,"a":["b"]}'],
    ['{"tokens":[],"a":"b"}', '{"tokens":[],"a":"b"}'],
    ['{"tokens":["a","cut off', '{"tokens":["<a>","<cut off>'],
  ])('%s is shown as %s', (json, shown) => {
    expect(hideInJson(json, seal)).toBe(shown);
  });

  it.each(['\\"', '"a"  ', '"token":"', '"\\', '{"token":[', '"a",'])(
    'of any shape is read in no time: %s, again and again',
    part => {
      const { milliseconds } = cpuTime(() => hideInJson(part.repeat(50_000), seal));
      expect(milliseconds).toBeLessThan(500);
    },
  );
});

it('strings at any depth are changed', () => {
  expect(mapStrings({ a: ['x', 1, null, { b: 'x' }] }, text => `${text}!`)).toEqual({
    a: ['x!', 1, null, { b: 'x!' }],
  });
});

describe('what is put back', () => {
  const text = fc.string({ unit: fc.constantFrom('token', ...'=&?#/:@"\\ {},1%'.split('')), maxLength: 30 });

  it.each([hideInUrl, hideInForm, hideInJson])('makes the text whole again, whatever it is: %p', hide => {
    fc.assert(fc.property(text, whole => hide(whole, secret => secret) === whole));
  });
});

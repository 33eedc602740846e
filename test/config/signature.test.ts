import { createHash } from 'node:crypto';
import { fc } from '../setup/fuzz';
import { sign, verify, type Form } from '../../config/signature';

/** From the tests of twilio-node (https://github.com/twilio/twilio-node, spec/validation.spec.js). */
const TOKEN = '12345';
const PARAMS = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
};
const BODY = '{"property": "value", "boolean": true}';
const HASH = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';

const forms: [url: string, params: Form, signature: string][] = [
  ['https://mycompany.com/myapp.php?foo=1&bar=2', PARAMS, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  // Signed with the port that the URL leaves out.
  ['https://mycompany.com/myapp.php?foo=1&bar=2', PARAMS, 'kvajT1Ptam85bY51eRf/AJRuM3w='],
  ['http://mycompany.com/myapp.php?foo=1&bar=2', PARAMS, '0ZXoZLH/DfblKGATFgpif+LLRf4='],
  ['http://mycompany.com:1234/myapp.php?foo=1&bar=2', PARAMS, 'Zmvh+3yNM1Phv2jhDCwEM3q5ebU='],
  ['https://user:pass@mycompany.com/myapp.php?foo=1&bar=2', PARAMS, 'CukzLTc1tT5dXEDIHm/tKBanW10='],
  ['https://user:pass@mycompany.com/myapp.php?foo=1&bar=2', PARAMS, 'ZQFR1PTIZXF2MXB8ZnKCvnnA+rI='],
  ['https://user@mycompany.com/myapp.php?foo=1&bar=2', PARAMS, '2YRLlVAflCqxaNicjMpJcSTgzSs='],
  ["https://mycompany.com/myapp.php?foo=1&bar=2&Body=It's+amazing", PARAMS, 'TfZzewPq8wqrGlMfyAud8+/IvJ0='],
  // A repeated field, in either order.
  [
    'https://mycompany.com/myapp.php?foo=1&bar=2',
    { 'MessagingBinding.Address': ['+1325xxxxxxx', '+1415xxxxxxx'] },
    '83O6e2vORAoJHUNzJjDWN1jz+BA=',
  ],
  [
    'https://mycompany.com/myapp.php?foo=1&bar=2',
    { 'MessagingBinding.Address': ['+1415xxxxxxx', '+1325xxxxxxx'] },
    '83O6e2vORAoJHUNzJjDWN1jz+BA=',
  ],
];
const bodies: [url: string, signature: string][] = [
  [`https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=${HASH}`, 'a9nBmqA0ju/hNViExpshrM61xv4='],
  [`https://mycompany.com/myapp.php?bodySHA256=${HASH}`, 'y77kIzt2vzLz71DgmJGsen2scGs='],
];

describe('X-Twilio-Signature of a form', () => {
  it.each(forms)('%s %j', (url, form, signature) => {
    expect(verify([TOKEN], { signature, url, form })).toEqual([]);
    expect(verify(['54321', TOKEN], { signature, url, form })).toEqual([]);
    expect(verify(['54321'], { signature, url, form })).toBeUndefined();
    expect(verify([TOKEN], { signature, url, form: { ...form, CallSid: 'CA2' } })).toBeUndefined();
    expect(verify([TOKEN], { signature, url, form: { ...form, More: '' } })).toBeUndefined();
    expect(verify([TOKEN], { signature, url: `${url}&x=1`, form })).toBeUndefined();
    expect(verify([TOKEN], { signature: signature.toLowerCase(), url, form })).toBeUndefined();
  });

  it('is found to be wrong, whatever it is', () => {
    const url = 'https://mycompany.com/myapp.php';
    fc.assert(
      fc.property(fc.string(), signature => verify([TOKEN], { signature, url, form: PARAMS }) === undefined),
    );
  });

  it('is refused where the URL is none', () => {
    expect(verify([TOKEN], { signature: 'x', url: 'http:///path', form: {} })).toBeUndefined();
  });

  it('is the same whether the query was escaped as of old or not', () => {
    const signature = sign(TOKEN, 'https://example.com/a?b=it%27s', {});
    expect(verify([TOKEN], { signature, url: "https://example.com/a?b=it's", form: {} })).toEqual([]);
  });
});

describe('fields that Twilio adds after signing', () => {
  const url = 'https://example.com/a';
  const signature = sign(TOKEN, url, PARAMS);

  it('are accepted, but told of as unsigned', () => {
    const form = { ...PARAMS, CallToken: 'x', StirVerstat: 'TN-Validation-Passed-A' };
    expect(verify([TOKEN], { signature, url, form })).toEqual(['CallToken', 'StirVerstat']);
  });

  it('are vouched for when they were there in time', () => {
    const form = { ...PARAMS, StirVerstat: 'TN-Validation-Passed-A' };
    expect(verify([TOKEN], { signature: sign(TOKEN, url, form), url, form })).toEqual([]);
  });

  it('excuse no other change', () => {
    const form = { ...PARAMS, CallToken: 'x', Digits: '4321' };
    expect(verify([TOKEN], { signature, url, form })).toBeUndefined();
  });
});

describe('X-Twilio-Signature of another body', () => {
  const body = Buffer.from(BODY);

  it.each(bodies)('%s', (url, signature) => {
    expect(verify([TOKEN], { signature, url, form: {}, body })).toEqual([]);
    expect(verify([TOKEN], { signature, url, form: {}, body: Buffer.from(`${BODY} `) })).toBeUndefined();
    expect(verify([TOKEN], { signature: `${signature}x`, url, form: {}, body })).toBeUndefined();
  });

  it('covers the bytes, not what they decode to', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    const url = `https://example.com/?bodySHA256=${createHash('sha256').update(bytes).digest('hex')}`;
    const request = { signature: sign(TOKEN, url, {}), url, form: {} };
    expect(verify([TOKEN], { ...request, body: bytes })).toEqual([]);
    expect(verify([TOKEN], { ...request, body: Buffer.from(bytes.toString()) })).toBeUndefined();
  });

  it('is refused when the URL holds no hash', () => {
    const url = 'https://example.com/';
    expect(verify([TOKEN], { signature: sign(TOKEN, url, {}), url, form: {}, body })).toBeUndefined();
  });
});

describe('signing', () => {
  it('leaves out the fragment, which is never sent', () => {
    expect(sign(TOKEN, 'https://mycompany.com/myapp.php?foo=1&bar=2#rc=2', PARAMS)).toBe(
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    );
  });
});

import { fc } from '../setup/fuzz';
import { element } from '../../twiml/element';
import { ssml } from '../../twiml/elements/speech';
import { markup } from '../../twiml/markup';
import { parseTwiml } from '../../twiml/parse';
import { document } from '../../twiml/serialize';
import { anyText } from './trees';
import { cpuTime } from '../setup/cpu-time';

describe('markup', () => {
  it.each([
    ['', []],
    ['Hello', ['Hello']],
    ['Tom & Jerry <3', ['Tom & Jerry <3']],
    ['if a<b and b>c', ['if a<b and b>c']],
    ['AT&amp;T', ['AT&T']],
    ['5 &lt; 6 &#38; &unknown;', ['5 < 6 & &unknown;']],
    ['One <break time="1s"/> two', ['One ', element('break', { time: '1s' }), ' two']],
    [
      'A <emphasis level="strong">very <w role="amazon:VB">read</w></emphasis> word',
      [
        'A ',
        element('emphasis', { level: 'strong' }, 'very ', element('w', { role: 'amazon:VB' }, 'read')),
        ' word',
      ],
    ],
    [
      'Tom & Jerry<break/>, <say-as interpret-as="digits">123</say-as> <3',
      ['Tom & Jerry', element('break'), ', ', element('say-as', { 'interpret-as': 'digits' }, '123'), ' <3'],
    ],
    ['<lang xml:lang="fr-FR">Oui</lang>', [element('lang', { 'xml:lang': 'fr-FR' }, 'Oui')]],
  ])('makes %j into children of <Say>', (text, children) => {
    expect(markup(text)).toEqual(children);
  });

  it('knows every element of SSML that Twilio knows', () => {
    for (const name of Object.keys(ssml)) expect(markup(`<${name}/>`)).toEqual([element(name)]);
  });

  it.each([
    'open <emphasis>only',
    'closed</p> only',
    '<s><p>crossed</s></p>',
    '<break time=1s/>',
    '<break time="1s"',
    'x <p and more',
    '<emphasis>'.repeat(50) + '</emphasis>'.repeat(50),
  ])('leaves %j a plain text', text => {
    expect(markup(text)).toEqual([text]);
  });

  it.each([
    '</Say><Dial>+15551234567</Dial><Say>',
    '<Play>x</Play>',
    '<speak>x</speak>',
    '<Break/>',
    '<p-value>x</p-value>',
    '<!-- x -->',
    '<![CDATA[x]]>',
  ])('leaves %j, which is not SSML, a text beside markup', text => {
    expect(markup(`${text}<break/>`)).toEqual([text, element('break')]);
  });

  it('keeps markup where a caller has put a control character into the text', () => {
    expect(markup('a\0<break/>')).toEqual(['a', element('break')]);
  });

  it('lets nothing but SSML into a document, whatever the text', () => {
    const pieces = fc.oneof(
      anyText,
      fc.constantFrom('<break/>', '<p>', '</p>', '<s>', '</s>', '</Say>', '<Dial>', '<w a="'),
    );
    fc.assert(
      fc.property(fc.array(pieces), parts => {
        const root = parseTwiml(document([element('Say', {}, ...markup(parts.join('')))]));
        expect(root.children).toEqual([expect.objectContaining({ name: 'Say' })]);
        for (const name of JSON.stringify(root).matchAll(/"name":"([^"]*)","attributes"/g)) {
          expect(['Response', 'Say', 'break', 'p', 's', 'w']).toContain(name[1]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes long hostile texts in its stride', () => {
    const { milliseconds } = cpuTime(() => {
      for (const piece of ['<emphasis>', '<break', '<break ', '&#', '<break a="', '<p></p>'])
        markup(piece.repeat(10_000));
    });
    expect(milliseconds).toBeLessThan(2000);
  });
});

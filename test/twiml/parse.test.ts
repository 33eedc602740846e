import { fc } from '../setup/fuzz';
import { element, type Element } from '../../twiml/element';
import { TwimlError } from '../../twiml/error';
import { parseTwiml } from '../../twiml/parse';
import { document } from '../../twiml/serialize';
import { anyElement, legalTree } from './trees';
import { cpuTime } from '../setup/cpu-time';

describe('parseTwiml', () => {
  it('reads verbs, attributes and texts in their order', () => {
    const root = parseTwiml(
      `<?xml version="1.0" encoding="UTF-8"?>
       <Response>
         <Gather numDigits="1" action='/menu?a=1&amp;b=2'>
           <Say voice="alice">Press &#49; &lt;now&gt;</Say>
         </Gather>
         <Redirect/>
       </Response>`,
    );
    expect(root).toEqual(
      element(
        'Response',
        {},
        element(
          'Gather',
          { numDigits: 1, action: '/menu?a=1&b=2' },
          element('Say', { voice: 'alice' }, 'Press 1 <now>'),
        ),
        element('Redirect'),
      ),
    );
  });

  it.each([
    ['white space around a URL', '<Redirect>\n  https://example.com/\n</Redirect>', ['https://example.com/']],
    [
      'CDATA',
      '<Redirect><![CDATA[ https://example.com/?a=1&b=2 ]]></Redirect>',
      ['https://example.com/?a=1&b=2'],
    ],
    ['CDATA beside text', '<Say>a <![CDATA[<b> &amp;]]> c</Say>', ['a <b> &amp; c']],
    ['comments', '<Say>a<!-- <Dial>not this</Dial> & -->b</Say>', ['ab']],
    ['a comment that begins with >', '<Say>a<!--><!DOCTYPE x>-->b</Say>', ['ab']],
    ['processing instructions', '<Say>a<?php echo ?></Say>', ['a']],
    ['numeric references', '<Say>&#65;&#x42;&#x1F600;</Say>', ['AB\u{1f600}']],
    ['numbers, which stay text', '<Number>0015551234567890123</Number>', ['0015551234567890123']],
    ['line ends', '<Say>a\r\nb\rc</Say>', ['a\nb\nc']],
    [
      'white space between words and markup',
      '<Say> one <break/> two <emphasis> three </emphasis> </Say>',
      ['one ', element('break'), ' two ', element('emphasis', {}, ' three ')],
    ],
  ])('takes %s', (_what, verb, children) => {
    expect(parseTwiml(`<Response>${verb}</Response>`).children).toEqual([
      expect.objectContaining({ children }),
    ]);
  });

  it('turns line ends in attributes into spaces, as XML has it', () => {
    const root = parseTwiml('<Response><Say voice="a\n\tb&#xA;c">x</Say></Response>');
    expect(root.children).toEqual([element('Say', { voice: 'a  b\nc' }, 'x')]);
  });

  it('tolerates a byte order mark and white space in front', () => {
    expect(parseTwiml('\ufeff\r\n <?xml version="1.0"?><Response/>')).toEqual(element('Response'));
  });

  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.array(anyElement, { maxLength: 3 }), verbs => {
        const root = tidy(element('Response', {}, ...verbs.map(legalTree)), false);
        const written = document(root.children as Element[]);
        expect(parseTwiml(written)).toEqual(root);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nothing', '', 11770],
    ['blanks', ' \n', 11770],
    ['a text', 'hello', 12100],
    ['JSON', '{"a":1}', 12100],
    ['HTML', '<!DOCTYPE html><html><body>Not found</body></html>', 12100],
    ['another root', '<html><body>Not found</body></html>', 12102],
    ['a root in small letters', '<response/>', 12102],
    ['an open element', '<Response><Say>hi</Response>', 12100],
    ['an open comment', '<Response/><!-- ', 12100],
    ['open CDATA', '<Response><Say><![CDATA[hi</Say></Response>', 12100],
    ['a bare ampersand in a text', '<Response><Redirect>/?a=1&b=2</Redirect></Response>', 12100],
    ['a bare ampersand in an attribute', '<Response><Gather action="/?a=1&b=2"/></Response>', 12100],
    ['a bare < in an attribute', '<Response><Gather action="a<b"/></Response>', 12100],
    ['an unknown entity', '<Response><Say>a&nbsp;b</Say></Response>', 12100],
    ['a reference to no character', '<Response><Say>&#0;</Say></Response>', 12100],
    ['a reference beyond Unicode', '<Response><Say>&#x110000;</Say></Response>', 12100],
    ['a control character', '<Response><Say>\x01</Say></Response>', 12100],
    ['an attribute twice', '<Response><Say voice="a" voice="b">c</Say></Response>', 12100],
    ['two roots', '<Response/><Response/>', 12100],
    ['text behind the root', '<Response/>tail', 12100],
    ['CDATA behind the root', '<Response/><![CDATA[tail]]>', 12100],
    ['names that could poison objects', '<Response><__proto__/></Response>', 12100],
  ])('refuses %s', (_what, xml, code) => {
    expect(failure(xml)).toEqual(expect.objectContaining({ name: 'TwimlError', code }));
  });

  it('tells where the mistake is and what to do', () => {
    expect(failure('<Response>\n<Redirect>/?a=1&b=2</Redirect></Response>').message).toBe(
      "not well-formed XML: line 2, column 16: char '&' is not expected. Write it as &amp;",
    );
    expect(failure('<Response><Dial action="/?a=1&b=2"/></Response>').message).toContain('action of <Dial>');
    expect(failure('<Response><Dial action="a<b"/></Response>').message).toContain('write it as &lt;');
  });

  const hostile: [string, string][] = [
    [
      'an external entity',
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><Response><Say>&x;</Say></Response>',
    ],
    ['a billion laughs', billionLaughs()],
    ['a DOCTYPE inside', '<Response><!DOCTYPE r [<!ENTITY a "b">]><Say>&a;</Say></Response>'],
    [
      'a DOCTYPE between quotes',
      '<Response a="<!--"><!DOCTYPE r [<!ENTITY a "b">]><Say a="-->">&a;</Say></Response>',
    ],
    ['64 kB and a byte', `<Response><!--${'é'.repeat(32 * 1024)}--></Response>`],
    ['40 levels', '<Response>' + '<Say>'.repeat(40) + '</Say>'.repeat(40) + '</Response>'],
    ['9,000 levels', '<a>'.repeat(9000) + '</a>'.repeat(9000)],
    ['20,000 open elements', '<a>'.repeat(20_000)],
    ['comments that never end', '<!--'.repeat(16_000)],
    ['60,000 ampersands', '<Response>' + '&'.repeat(60_000) + '</Response>'],
    ['60,000 less-thans', '<'.repeat(60_000)],
    ['30,000 attributes without value', `<Response ${'a '.repeat(30_000)}/>`],
  ];
  it.each(hostile)('refuses %s at once', (_what, xml) => {
    const { result: error, milliseconds } = cpuTime(() => failure(xml));
    expect(error).toBeInstanceOf(TwimlError);
    expect(error.message.length).toBeLessThan(300);
    expect(milliseconds).toBeLessThan(500);
  });

  it('reads 64 kB of verbs at once', () => {
    const xml = `<Response>${'<Say>&amp;</Say>'.repeat(4000)}</Response>`;
    const { result, milliseconds } = cpuTime(() => parseTwiml(xml));
    expect(result.children).toHaveLength(4000);
    expect(milliseconds).toBeLessThan(1000);
  });

  it('never fails with anything but a TwimlError', () => {
    const pieces = [
      '<Response>',
      '</Response>',
      '<Say a="',
      '"',
      '>',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?x',
      '?>',
    ];
    const soup = fc.array(fc.oneof(fc.constantFrom(...pieces, '&', '&#', ';', "'", '</'), fc.string()));
    fc.assert(
      fc.property(soup, parts => {
        try {
          expect(parseTwiml(parts.join('')).name).toBe('Response');
        } catch (error) {
          expect(error).toBeInstanceOf(TwimlError);
        }
      }),
      { numRuns: 1000, examples: [[['<Response>', '</Response>']]] },
    );
  });
});

function failure(xml: string): Error {
  try {
    parseTwiml(xml);
  } catch (error) {
    return error as Error;
  }
  throw new Error('the document was accepted');
}

function billionLaughs(): string {
  const entities = ['<!ENTITY l0 "ha">'];
  for (let level = 1; level < 10; level++)
    entities.push(`<!ENTITY l${level} "${`&l${level - 1};`.repeat(10)}">`);
  return `<?xml version="1.0"?><!DOCTYPE r [${entities.join('')}]><Response><Say>&l9;</Say></Response>`;
}

/** Texts joined and trimmed as reading a document does. */
function tidy(tree: Element, spoken: boolean): Element {
  const keeps = spoken || tree.name === 'Say';
  const joined: Element['children'] = [];
  for (const child of tree.children) {
    const last = joined.at(-1);
    if (typeof child !== 'string') joined.push(tidy(child, keeps));
    else if (typeof last === 'string') joined[joined.length - 1] = last + child;
    else joined.push(child);
  }
  const children = joined.map((child, index) => {
    if (typeof child !== 'string') return child;
    if (!keeps) return child.trim();
    if (spoken) return child;
    const head = index === 0 ? child.trimStart() : child;
    return index === joined.length - 1 ? head.trimEnd() : head;
  });
  return { ...tree, children: children.filter(child => child !== '') };
}

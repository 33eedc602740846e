import { fc } from '../setup/fuzz';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { element, type Element } from '../../twiml/element';
import { parseTwiml } from '../../twiml/parse';
import { document, serialize } from '../../twiml/serialize';
import { officialDocuments } from './official';
import { anyElement, anyText, legal, legalTree } from './trees';

describe('document', () => {
  it('writes an empty response', () => {
    expect(document([])).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  });

  it('keeps the order of verbs and attributes', () => {
    const verbs = [
      element(
        'Gather',
        { input: ['dtmf', 'speech'], timeout: 5, finishOnKey: '' },
        element('Say', {}, 'Hello'),
      ),
      element('Redirect', { method: 'POST' }, 'https://example.com/?a=1&b=2'),
    ];
    expect(document(verbs)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Gather input="dtmf speech" timeout="5" finishOnKey=""><Say>Hello</Say></Gather>' +
        '<Redirect method="POST">https://example.com/?a=1&amp;b=2</Redirect></Response>',
    );
  });

  it('writes what the official library writes for every element and attribute of its typed API', () => {
    const documents = officialDocuments();
    expect(documents.length).toBeGreaterThan(1000);
    for (const { xml } of documents) {
      const verbs = parseTwiml(xml).children.filter(child => typeof child !== 'string');
      expect(document(verbs)).toBe(xml);
    }
  });

  it('writes what the official library writes for any tree', () => {
    fc.assert(
      fc.property(fc.array(anyElement, { maxLength: 3 }), verbs => {
        expect(document(verbs)).toBe(official(verbs.map(legalTree)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('serialize', () => {
  it.each([
    ['&<>"\'', '&amp;&lt;&gt;"\'', "&amp;&lt;>&quot;'"],
    ['a\tb\nc\rd', 'a\tb\nc&#xD;d', 'a&#x9;b&#xA;c&#xD;d'],
    ['\u00e9\u{1f600}\u2028', '\u00e9\u{1f600}\u2028', '\u00e9\u{1f600}\u2028'],
    [']]>', ']]&gt;', ']]>'],
  ])('escapes %j in text and in attributes', (raw, text, attribute) => {
    expect(serialize(element('Say', { voice: raw }, raw))).toBe(`<Say voice="${attribute}">${text}</Say>`);
  });

  it.each(['\0', '\x08', '\x0b', '\x0c', '\x1f', '\ud800', '\udc00', '\udc00\ud800', '\ufffe', '\uffff'])(
    'drops %j, which the official library refuses',
    character => {
      expect(() => official([element('Say', {}, `a${character}b`)])).toThrow('Invalid character');
      expect(serialize(element('Say', { voice: `c${character}d` }, `a${character}b`))).toBe(
        '<Say voice="cd">ab</Say>',
      );
    },
  );

  it('drops exactly what the official library refuses', () => {
    fc.assert(
      fc.property(anyText, text => {
        const verb = element('Say', {}, text);
        if (legal(text) === text) expect(document([verb])).toBe(official([verb]));
        else expect(() => official([verb])).toThrow('Invalid character');
      }),
      { numRuns: 500 },
    );
  });

  it('closes an element at once when nothing of its text is left', () => {
    expect(serialize(element('Say', {}, '', '\0'))).toBe('<Say/>');
  });
});

function official(verbs: Element[]): string {
  const response = new VoiceResponse();
  add(response, verbs);
  return response.toString();
}

interface Builder {
  addText(text: string): void;
  addChild(name: string, attributes: Record<string, string>): Builder;
}

function add(parent: Builder, children: Element['children']): void {
  for (const child of children) {
    if (typeof child === 'string') parent.addText(child);
    else add(parent.addChild(child.name, child.attributes), child.children);
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documents } from '../../scripts/docs/documents';
import { fill } from '../../scripts/docs/fill';

const root = join(__dirname, '..', '..');

function read(...path: string[]): string {
  return readFileSync(join(root, ...path), 'utf8');
}

describe('generated sections', () => {
  it.each([...documents()])('of docs/%s are as the schemas say', (name, sections) => {
    const text = read('docs', name);
    // When this fails: node scripts/run.js scripts/docs/main
    expect(text).toBe(fill(text, sections));
  });

  it('stand between their markers, and nothing else is touched', () => {
    const text =
      'before\n<!-- begin a -->\nold\n<!-- end a -->\nbetween\n<!-- begin b -->\n<!-- end b -->\nafter\n';
    const sections = new Map([
      ['a', 'new $& {{1}}'],
      ['b', 'more'],
    ]);
    expect(fill(text, sections)).toBe(
      'before\n<!-- begin a -->\nnew $& {{1}}\n<!-- end a -->\nbetween\n<!-- begin b -->\nmore\n<!-- end b -->\nafter\n',
    );
  });

  it('must have a place, and a place must have a section', () => {
    expect(() => fill('no marker', new Map([['a', 'text']]))).toThrow('no marker for: a');
    expect(() => fill('<!-- begin a -->\n<!-- end a -->', new Map())).toThrow('marker "a"');
  });
});

describe('links', () => {
  const docs = readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md'));
  const pages = ['README.md', 'CHANGELOG.md', 'examples/README.md', ...docs.map(name => `docs/${name}`)];

  it.each(pages)('of %s lead somewhere', page => {
    const broken = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].filter(
      ([, path = '', anchor]) => {
        const target = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(root, target))) return true;
        return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
      },
    );
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

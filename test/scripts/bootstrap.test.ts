import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashSources, removeOrphans } from '../../scripts/bootstrap/build';
import { isInstalled } from '../../scripts/bootstrap/install';
import { isAtLeast } from '../../scripts/bootstrap/version';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'studio-engine-test-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: unknown): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

describe('packages', () => {
  const wanted = {
    '': { name: 'studio-engine' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/only-on-a-mac': { version: '1.0.0', optional: true },
  };
  const noted = 'node_modules/.package-lock.json';

  it('are there when npm has noted those of the lockfile', () => {
    write('package-lock.json', { packages: wanted });
    write(noted, { packages: { 'node_modules/a': { version: '1.0.0' } } });
    expect(isInstalled(root)).toBe(true);
  });

  it.each([
    ['nothing has been installed', undefined],
    ['one is missing', {}],
    ['one has another version', { 'node_modules/a': { version: '0.9.0' } }],
  ])('are not there when %s', (_, packages) => {
    write('package-lock.json', { packages: wanted });
    if (packages) write(noted, { packages });
    expect(isInstalled(root)).toBe(false);
  });
});

describe('what is built', () => {
  beforeEach(() => {
    for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) write(file, '{}');
    write('flow/deep/inside.ts', 'export {};');
  });

  it.each(['flow/deep/inside.ts', 'flow/new.ts', 'package-lock.json'])(
    'is built anew when %s changes',
    file => {
      const before = hashSources(root);
      write(file, 'export const changed = true;');
      expect(hashSources(root)).not.toBe(before);
    },
  );

  it.each(['test/flow/a.test.ts', 'dist/flow/a.js', 'docs/a.md', 'flow/notes.md'])(
    'stays when %s changes',
    file => {
      const before = hashSources(root);
      write(file, 'changed');
      expect(hashSources(root)).toBe(before);
    },
  );
});

describe('what was built', () => {
  it('goes with its source', () => {
    for (const file of ['a.ts', 'scripts/b.js', 'deep/c/index.ts']) write(file, '');
    const kept = ['a.js', 'a.js.map', 'scripts/b.js', 'deep/c/index.js', 'workflow-bundle.js', '.sources'];
    for (const file of [...kept, 'deep/c.js', 'deep/c.js.map', 'gone.js']) write(`dist/${file}`, '');
    removeOrphans(root);
    const left = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' });
    expect(left.filter(file => kept.includes(file) || /\.(js|map)$/.test(file)).sort()).toEqual(kept.sort());
  });
});

describe('a version', () => {
  it('is compared by its numbers', () => {
    expect(isAtLeast('20.19.0', '20.19.0')).toBe(true);
    expect(isAtLeast('22.0.0', '20.19.0')).toBe(true);
    expect(isAtLeast('20.9.0', '20.19.0')).toBe(false);
    expect(isAtLeast('9.99.0', '20.19.0')).toBe(false);
  });
});

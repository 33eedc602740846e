import type { Definition } from '../../../flow/definition';
import { nested } from './nested';
import { ANYTHING, toldTexts } from './variables';

/** JSON with everything that the flow looks at below `root`: one for every difference that it makes. */
export function bodiesFor(flow: Definition, root: string): string[] {
  const paths = pathsBelow(flow, root);
  const usual = paths.map(path => [path, ANYTHING] as const);
  const differences = paths.flatMap(path =>
    toldTexts(flow, `${root}.${path}`).map(text => [path, text] as const),
  );
  const all = [usual, ...differences.map(difference => [...usual, difference])];
  return [...new Set(all.map(pairs => JSON.stringify(nested(pairs))))];
}

export function pathsBelow(flow: Definition, root: string): string[] {
  const names = JSON.stringify(flow).matchAll(new RegExp(`${root.replaceAll('.', '\\.')}\\.([\\w.]+)`, 'g'));
  return [...new Set([...names].map(([, path = '']) => path))];
}

import type { Definition } from '../../flow/definition';
import { variablesOf } from '../../flow/liquid-variables';
import { finding, type Finding } from './finding';
import { textsOf, type Text } from './texts';

/** Liquid that cannot be read, or names a widget that the flow does not have: both render nothing. */
export function lintTemplates(definition: Definition): Finding[] {
  const names = new Set(definition.states.map(({ name }) => name));
  const spellings = new Map([...names].map(name => [plain(name), name]));
  return textsOf(definition).flatMap(text => lint(text, names, spellings));
}

function lint(
  { text, property_path }: Text,
  names: ReadonlySet<string>,
  spellings: ReadonlyMap<string, string>,
): Finding[] {
  try {
    const named = variablesOf(text).flatMap(([root, widget]) =>
      root === 'widgets' && widget ? [widget] : [],
    );
    const unknown = [...new Set(named)].filter(name => !names.has(name));
    return unknown.map(name => {
      const meant = spellings.get(plain(name));
      return finding(
        property_path,
        `there is no widget "${name}": {{widgets.${name}…}} is empty`,
        meant === undefined ? 'correct the name; capitals matter, too' : `write "${meant}"`,
      );
    });
  } catch (error) {
    const hint = 'correct the template: as it is, it renders nothing';
    return [finding(property_path, `the Liquid cannot be read: ${(error as Error).message}`, hint)];
  }
}

/** Without capitals and separators: what is easily mistaken for one another. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_?-]/gu, '');
}

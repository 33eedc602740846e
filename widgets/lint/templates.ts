import type { Definition } from '../../flow/definition';
import { variablesOf } from '../../flow/liquid-variables';
import { finding, type Finding } from './finding';
import { textsOf, type Text } from './texts';

/** Liquid that cannot be read, or names a widget that the flow does not have: both render nothing. */
export function lintTemplates(definition: Definition): Finding[] {
  const names = new Set(definition.states.map(({ name }) => name));
  return textsOf(definition).flatMap(text => lint(text, names));
}

function lint({ text, property_path }: Text, names: ReadonlySet<string>): Finding[] {
  try {
    const named = variablesOf(text).flatMap(([root, widget]) =>
      root === 'widgets' && widget ? [widget] : [],
    );
    const unknown = [...new Set(named)].filter(name => !names.has(name));
    return unknown.map(name =>
      finding(
        property_path,
        `there is no widget "${name}": {{widgets.${name}…}} is empty`,
        nearest(name, names) ?? 'correct the name; capitals matter, too',
      ),
    );
  } catch (error) {
    const hint = 'correct the template: as it is, it renders nothing';
    return [finding(property_path, `the Liquid cannot be read: ${(error as Error).message}`, hint)];
  }
}

/** The same but for capitals and separators. */
function nearest(name: string, names: ReadonlySet<string>): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[\s_?-]/gu, '');
  const found = [...names].find(other => plain(other) === plain(name));
  return found === undefined ? undefined : `write "${found}"`;
}

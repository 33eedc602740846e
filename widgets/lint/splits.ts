import type { Definition } from '../../flow/definition';
import { finding, type Finding } from './finding';

/** Conditions about something else than their split's input: a copied widget, most often. */
export function lintSplits({ states }: Definition): Finding[] {
  return states.flatMap(({ type, properties, transitions }, index) => {
    const { input } = properties;
    if (type !== 'split-based-on' || typeof input !== 'string') return [];
    return transitions.flatMap(({ conditions = [] }, way) =>
      conditions.flatMap(({ arguments: [argument = ''] }, number) =>
        argument === '' || bare(argument) === bare(input)
          ? []
          : finding(
              `#/states/${index}/transitions/${way}/conditions/${number}/arguments/0`,
              `differs from the split's input, ${input}: what is tested is ${argument}`,
              'write the same in both places',
            ),
      ),
    );
  });
}

/** White space in a template changes nothing. */
function bare(template: string): string {
  return template.replace(/\s+/gu, '');
}

import { variableSection } from './variable-section';
import { widgetSections } from './widget-sections';

/** The documents of docs/ that hold generated sections, and those sections by the names of their markers. */
export function documents(): Map<string, Map<string, string>> {
  return new Map([
    ['widgets.md', widgetSections()],
    ['configuration.md', new Map([['variables', variableSection()]])],
  ]);
}

import type { Template } from 'liquidjs';
import type { Context } from './context';
import { warning, type Warning } from './errors';
import { limits } from './limits';
import { createLiquid } from './liquid-dialect';
import { isTemplate } from './template';
import { withTimeLimit } from './time-limit';

export interface Rendered {
  text: string;
  warning?: Warning;
}

interface Parsed {
  templates: Template[];
  /** May run longer than the size of its text and of the context explains: has tags, or a range to iterate. */
  loops: boolean;
}

const liquid = createLiquid();
const cache = new Map<string, Parsed>();

/**
 * Renders a Liquid template with the Execution Context.
 *
 * Never throws: whatever goes wrong (syntax, an unknown filter, a limit) gives an empty text and warning 81018 with
 * the reason. Twilio documents the warning; the empty text is inferred.
 */
export function renderTemplate(template: string, context: Context): Rendered {
  if (!isTemplate(template)) return { text: template };
  try {
    const { templates, loops } = parse(template);
    // `increment` writes into the outermost scope, so that must not be the context itself.
    const scope = (): object => Object.assign(Object.create(null) as object, context);
    const render = (): unknown => liquid.renderSync(templates, scope());
    const text = String(loops ? withTimeLimit(limits.templateMilliseconds, render) : render());
    if (text.length > limits.templateCharacters) {
      throw new Error(`renders more than ${limits.templateCharacters} characters`);
    }
    return { text };
  } catch (error) {
    return { text: '', warning: warning(81018, error instanceof Error ? error.message : String(error)) };
  }
}

function parse(template: string): Parsed {
  const known = cache.get(template);
  if (known) return known;
  const parsed = {
    templates: withTimeLimit(limits.templateMilliseconds, () => liquid.parse(template)),
    loops: template.includes('{%') || (template.includes('(') && template.includes('..')),
  };
  if (template.length <= limits.cachedTemplateCharacters) {
    // Templates come from definitions, which do not change, so the oldest is as good to forget as any.
    const [oldest] = cache.keys();
    if (oldest !== undefined && cache.size >= limits.cachedTemplates) cache.delete(oldest);
    cache.set(template, parsed);
  }
  return parsed;
}

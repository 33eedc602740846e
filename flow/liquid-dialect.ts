import { CaptureTag, Drop, filters, Liquid, type Context, type FilterImplOptions } from 'liquidjs';
import { isObject } from './json';
import { limits } from './limits';

type Filter = Extract<FilterImplOptions, (...args: never[]) => unknown>;
type FilterCall = ThisParameterType<Filter>;

/** The filters of standard Liquid (https://shopify.github.io/liquid/), to which Studio adds `to_json`. */
const standardFilters = new Set(
  `abs append at_least at_most base64_decode base64_encode capitalize ceil compact concat date default divided_by
  downcase escape escape_once find find_index first floor has join last lstrip map minus modulo newline_to_br plus
  prepend reject remove remove_first remove_last replace replace_first replace_last reverse round rstrip size slice
  sort sort_natural split strip strip_html strip_newlines sum times truncate truncatewords uniq upcase url_decode
  url_encode where`.split(/\s+/u),
);

/**
 * Liquid as Studio speaks it (https://www.twilio.com/docs/studio/user-guide/liquid-template-language): nothing in
 * it reaches files, other templates or anything that the context does not hold.
 */
export function createLiquid(): Liquid {
  const liquid = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    timezoneOffset: 'UTC',
    locale: 'en-US',
    // Called as a filter is, which its type does not tell.
    outputEscape: printable as (value: unknown) => string,
    parseLimit: limits.templateCharacters,
    renderLimit: limits.templateMilliseconds,
    memoryLimit: limits.templateMemory,
  });
  for (const name of Object.keys(liquid.filters)) {
    if (!standardFilters.has(name)) liquid.unregisterFilter(name);
  }
  liquid.registerFilter('to_json', toJson);
  liquid.registerFilter('divided_by', dividedBy);
  liquid.registerFilter('date', date);
  liquid.registerTag('capture', CountedCapture);
  delete liquid.tags['include'];
  delete liquid.tags['render'];
  delete liquid.tags['layout'];
  delete liquid.tags['block'];
  return liquid;
}

/** `{{flow}}` prints JSON; lists print one entry after the other, as in standard Liquid. */
function printable(this: FilterCall, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(entry => printable.call(this, entry)).join('');
  return isObject(value) && !(value instanceof Drop) ? toJson.call(this, value) : value;
}

/** What is not there is `null`, so that the JSON around it stays valid. */
function toJson(this: FilterCall, value: unknown): string {
  const json = JSON.stringify(value instanceof Drop ? value.valueOf() : (value ?? null));
  this.context.memoryLimit.use(json.length);
  return json;
}

/** Whole numbers give a whole number, rounded down: `{{ 7 | divided_by: 2 }}` is 3, and with 2.0 it is 3.5. */
function dividedBy(this: FilterCall, dividend: unknown, divisor: unknown): number {
  const [over, under] = [Number(dividend) || 0, Number(divisor) || 0];
  if (under === 0) throw new Error('divided by 0');
  // The value of the literal 2.0 is 2; that it is a fraction is seen only in how it is written.
  const written = this.token.args.map(argument => (Array.isArray(argument) ? '' : argument.getText()));
  const whole = [String(dividend), String(divisor), ...written].every(
    text => !/^\s*-?\d*\.\d+\s*$/u.test(text),
  );
  return whole ? Math.floor(over / under) : over / under;
}

/** A time without a zone is UTC, whatever the zone of the machine that this runs on. */
function date(this: FilterCall, value: unknown, ...rest: unknown[]): unknown {
  const local =
    typeof value === 'string'
      ? /^\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*$/u.exec(value)
      : null;
  const zoned = local ? `${local[1] ?? ''}T${local[2] ?? ''}Z` : value;
  return (filters['date'] as Filter).call(this, zoned, ...rest);
}

/** Captured text counts as memory, which the library's own tag forgets. */
class CountedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    const text = context.bottom() as Record<string, string>;
    context.memoryLimit.use(text[this.variable]?.length ?? 0);
  }
}

/** Deeper JSON is nobody's, and would exhaust the stack of whoever walks it next. */
export const MAX_DEPTH = 64;

/** Is it nested more than `MAX_DEPTH` levels deep? */
export function isDeep(value: unknown, left = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return left === 0 || Object.values(value).some(inner => isDeep(inner, left - 1));
}

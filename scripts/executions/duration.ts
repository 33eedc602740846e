const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
type Unit = keyof typeof UNITS;

/** Milliseconds of `90s`, `15m`, `2h` or `3d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * UNITS[unit as Unit];
}

/** The same the other way, in the largest unit that it fills: `2h`. */
export function formatDuration(milliseconds: number): string {
  const units = Object.keys(UNITS).reverse() as Unit[];
  const unit = units.find(each => milliseconds >= UNITS[each]) ?? 's';
  return `${Math.floor(milliseconds / UNITS[unit])}${unit}`;
}

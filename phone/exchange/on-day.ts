import { badRequest } from './api-error';

/**
 * Date filters of the 2010 API: `Name` is a day, `Name<` and `Name>` are its bounds, each a day or a moment; what has
 * no date is found by no filter. Days are of UTC, and belong to what they bound.
 * @throws ApiError
 */
export function onDay(date: Date | undefined, name: string, query: Partial<Record<string, string>>): boolean {
  const [on, before, after] = ['', '<', '>'].map(suffix => query[name + suffix]);
  const bounds = {
    on: on === undefined ? undefined : moment(name, on),
    before: before === undefined ? undefined : moment(name, endOf(before)),
    after: after === undefined ? undefined : moment(name, after),
  };
  if (date === undefined) return Object.values(bounds).every(bound => bound === undefined);
  return (
    (bounds.on === undefined || dayOf(date) === dayOf(bounds.on)) &&
    (bounds.before === undefined || date <= bounds.before) &&
    (bounds.after === undefined || date >= bounds.after)
  );
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function endOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text;
}

function moment(name: string, text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw badRequest(20001, `${name} is not a date: ${text}`);
  return date;
}

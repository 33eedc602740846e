/** The fields that have a value: what is not set is left to Twilio's own default. */
export function present<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as ReturnType<typeof present<Fields>>;
}

/** As Twilio's newer APIs write dates: `2015-07-30T20:00:00Z`. */
export function iso(date: Date | string): string {
  return new Date(date).toISOString().replace(/\.\d+Z$/, 'Z');
}

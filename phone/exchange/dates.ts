/** As the 2010 API writes dates: `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

/** As all newer APIs write dates: `2016-03-24T20:37:57Z`. */
export function iso(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

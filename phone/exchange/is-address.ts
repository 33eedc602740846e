const channels = /^(?:whatsapp|messenger|rcs):/;

/** Can messages go there: a number in E.164 or of five or six digits, or an address of another channel? */
export function isAddress(address: string): boolean {
  return channels.test(address)
    ? address.replace(channels, '') !== ''
    : /^(?:\+[1-9]\d{6,14}|\d{5,6})$/.test(address);
}

/** Twilio takes a number as it is written in its own country to be one of North America (inferred). */
export function inE164(address: string): string {
  const compact = address.replace(/[\s().-]/g, '');
  const [, plain] = /^(?:\+?1)?(\d{10})$/.exec(compact) ?? [];
  return plain === undefined ? address : `+1${plain}`;
}

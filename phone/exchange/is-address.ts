const channels = /^(?:whatsapp|messenger|rcs):/;

/** Can messages go there: a number in E.164 or of five or six digits, or an address of another channel? */
export function isAddress(address: string): boolean {
  return channels.test(address)
    ? address.replace(channels, '') !== ''
    : /^(?:\+[1-9]\d{6,14}|\d{5,6})$/.test(address);
}

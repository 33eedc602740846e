/** What stands for the person's number, where it was made up for one run. */
const FROM = '<from>';

/** Takes the number out. URL-encoded it stays so: what does without the encoding is not the same. */
export function withoutNumber(text: string, number: string): string {
  return exchanged(text, number, FROM);
}

/** Puts the number of another run in its place. */
export function withNumber(text: string, number: string): string {
  return exchanged(text, FROM, number);
}

function exchanged(text: string, one: string, other: string): string {
  return text.replaceAll(one, other).replaceAll(encodeURIComponent(one), encodeURIComponent(other));
}

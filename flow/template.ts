/** Holds the text Liquid? Its value is known only when it is rendered. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}

const marked = /<!-- begin (?<name>\S+) -->\n(?:[^]*?\n)??<!-- end \k<name> -->/g;

/**
 * Puts each section of generated text between its markers, `<!-- begin NAME -->` and `<!-- end NAME -->`, and leaves
 * everything around them as it was written.
 * @throws Error when a section has no place in the document, or a place has no section
 */
export function fill(document: string, sections: ReadonlyMap<string, string>): string {
  const unplaced = new Set(sections.keys());
  const filled = document.replace(marked, (...match: unknown[]) => {
    const { name = '' } = match.at(-1) as Record<string, string>;
    const section = sections.get(name);
    if (section === undefined) throw new Error(`nothing is generated for the marker "${name}"`);
    unplaced.delete(name);
    return `<!-- begin ${name} -->\n${section}\n<!-- end ${name} -->`;
  });
  if (unplaced.size > 0) throw new Error(`the document has no marker for: ${[...unplaced].join(', ')}`);
  return filled;
}

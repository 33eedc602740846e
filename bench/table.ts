/** Rows of text in columns: the first one to the left, all others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
  return rows
    .map(([first = '', ...others]) =>
      [first.padEnd(widths[0]!), ...others.map((cell, index) => cell.padStart(widths[index + 1]!))].join(
        '  ',
      ),
    )
    .join('\n');
}

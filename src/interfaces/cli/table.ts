/** Control characters could move the cursor or recolour a terminal. */
export const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')

const widthOf = (text: string): number => [...text].length

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

export type Row = readonly string[]

/** Rows below each other, each column as wide as its widest cell; the last one is left as it is. */
export function alignedRows(rows: readonly Row[]): string {
  const lines = rows.map((row) => row.map(printable))
  const columns = Math.max(0, ...lines.map(({ length }) => length))
  const widths = Array.from({ length: columns }, (_, at) =>
    lines.reduce((widest, line) => Math.max(widest, widthOf(line[at] ?? '')), 0),
  )
  return lines.map((line) => lineOf(line, widths)).join('\n')
}

/** A table for people. */
export const tableOf = (headings: Row, rows: readonly Row[]): string =>
  alignedRows([headings, headings.map((heading) => '-'.repeat(widthOf(heading))), ...rows])

/** One line of a table whose rows are not all known yet. */
export const lineOf = (cells: Row, widths: readonly number[]): string =>
  cells
    .map((cell, at) => padded(printable(cell), widths[at] ?? 0))
    .join('  ')
    .trimEnd()

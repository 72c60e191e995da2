import type { TableRow } from '../../application/ports/table-rows'

/**
 * Rows as newline-delimited JSON: an object a row, by the columns' names and in their order, each value the text that
 * it is in the table, or null. The text is put together here, since an object would reorder names that are numbers.
 */
export async function* rowLines(
  names: readonly string[],
  batches: AsyncIterable<readonly TableRow[]>,
): AsyncGenerator<Uint8Array, void> {
  const keys = names.map((name) => `${JSON.stringify(name)}:`)
  const line = (row: TableRow): string =>
    `{${keys.map((key, position) => key + JSON.stringify(row[position] ?? null)).join(',')}}\n`
  for await (const rows of batches) yield Buffer.from(rows.map(line).join(''))
}

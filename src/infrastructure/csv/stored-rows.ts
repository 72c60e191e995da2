import type { ReadTableRows, TableRow } from '../../application/ports/table-rows'
import { type ReadTable, tableReader } from './table-reader'

/** What `csvRecord` writes. */
const dialect = {
  delimiter: ',',
  qualifier: '"',
  nullString: '',
  encoding: 'UTF8',
  header: true,
  headerCase: 'leave alone',
  dateOrder: 'MDY',
} as const

/** Records were measured when they came in; de-identified ones may be a little longer. */
const limits = { maxRecordBytes: 2 ** 30, maxDistinctValues: 0 }

/** So much is split at one go: other requests wait for it. */
const pieceBytes = 32 * 1024

/** Reads tables as this service stores them, by the reader that reads those of its clients. */
export const storedRows: ReadTableRows = async function* (table) {
  const reader = tableReader({ dialect, limits })
  for await (const chunk of table) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const rows = rowsOf(reader.push(chunk.subarray(at, at + pieceBytes)))
      if (rows.length > 0) yield rows
    }
  }
  const rows = rowsOf(reader.end())
  if (rows.length > 0) yield rows
}

function rowsOf({ records, fault }: ReadTable): readonly TableRow[] {
  if (fault !== null) throw new Error(`a stored table can't be read: ${fault.rule} in line ${fault.line}`)
  return records.map(({ values }) => values)
}

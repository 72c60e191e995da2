/** The values of one row, by the column's position. */
export type TableRow = readonly (string | null)[]

/**
 * The rows of a stored table, its header first, in batches as its bytes arrive. Rejects with the source's error, and
 * where the table is not as the service writes it.
 */
export type ReadTableRows = (table: AsyncIterable<Uint8Array>) => AsyncIterable<readonly TableRow[]>

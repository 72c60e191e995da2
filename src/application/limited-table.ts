/** A table has more bytes than its token allows. */
export class TableTooLarge extends Error {
  override readonly name = 'TableTooLarge'
  constructor(readonly limit: number) {
    super('a table has more bytes than its token allows')
  }
}

/** The content, unless it becomes too large: then the first byte too many throws `TableTooLarge`. */
export async function* limitedTable(
  content: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array, void> {
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.byteLength
    if (bytes > limit) throw new TableTooLarge(limit)
    yield chunk
  }
}

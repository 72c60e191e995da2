/** Bytes that come in pieces and leave from the front; a piece is copied once or twice, however small. */
export interface GrowingBytes {
  append(piece: Uint8Array): void
  /** A view of all that is held, valid until the next `append`. */
  bytes(): Uint8Array
  /** Lets go of the first `length` bytes. Views that were taken before keep their content until `append`. */
  drop(length: number): void
}

export function growingBytes(): GrowingBytes {
  let memory = new Uint8Array(64 * 1024)
  let start = 0
  let end = 0
  return {
    append(piece) {
      const needed = end - start + piece.length
      const target = needed > memory.length ? new Uint8Array(Math.max(needed, memory.length * 2)) : memory
      if (target !== memory || end + piece.length > memory.length) {
        target.set(memory.subarray(start, end))
        end -= start
        start = 0
        memory = target
      }
      memory.set(piece, end)
      end += piece.length
    },
    bytes: () => memory.subarray(start, end),
    drop(length) {
      start += length
    },
  }
}

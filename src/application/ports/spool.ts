/**
 * Room for a table that arrives before its definition: ciphertext on disk under a key that lives in memory
 * only, in a file that is unlinked as soon as it is open.
 */
export type OpenSpool = () => Promise<Spool>

export interface Spool {
  /** Takes the whole source. Rejects with the source's error, or with `DiskFull`. */
  fill(source: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>
  /** The clear bytes again, once, after `fill`. Throws when a byte was altered on disk. */
  drain(): AsyncIterable<Uint8Array>
  /** Closes the file and forgets the key; at any time, and again. */
  discard(): Promise<void>
}

/** The disk holds no more. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull'
}

import { createHash } from 'node:crypto'
import { csvRecord } from './csv-text'
import type { OutputFile } from './output-file'

/** One CSV file on its way out, written in large pieces. */
export interface TableOutput {
  add(values: readonly (string | null)[]): void
  /** Writes what has piled up, where that is enough for a write. */
  drain(): Promise<void>
  /** Writes the rest and makes the file durable. Bytes and SHA-256 (lower-case hex) are of the clear text. */
  finish(): Promise<{ readonly bytes: number; readonly sha256: string }>
}

const pieceLength = 64 * 1024

export function tableOutput(file: OutputFile): TableOutput {
  const hash = createHash('sha256')
  let bytes = 0
  let pending = ''

  const write = async (): Promise<void> => {
    const piece = Buffer.from(pending)
    pending = ''
    hash.update(piece)
    bytes += piece.length
    await file.write(piece)
  }

  return {
    add(values) {
      pending += csvRecord(values)
    },
    async drain() {
      if (pending.length >= pieceLength) await write()
    },
    async finish() {
      await write()
      await file.finish()
      return { bytes, sha256: hash.digest('hex') }
    },
  }
}

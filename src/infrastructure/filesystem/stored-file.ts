import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import type { StoredFile } from '../../application/ports/dataset-store'
import { unlessMissing } from './durable'

const blockBytes = 256 * 1024

/** `null`: there is no such file. */
export async function storedFile(file: string): Promise<StoredFile | null> {
  const found = await unlessMissing(stat(file), null)
  return found === null
    ? null
    : { bytes: found.size, read: (start = 0, end = found.size) => bytesOf(file, start, end) }
}

/** SHA-256 of a file's bytes, lower-case hex; `null`: there is no such file. */
export async function digestOf(file: string): Promise<string | null> {
  const stored = await storedFile(file)
  if (stored === null) return null
  const hash = createHash('sha256')
  for await (const block of stored.read()) hash.update(block)
  return hash.digest('hex')
}

async function* bytesOf(file: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r')
  try {
    for (let at = start; at < end; ) {
      const block = Buffer.allocUnsafe(Math.min(blockBytes, end - at))
      const { bytesRead } = await handle.read(block, 0, block.length, at)
      if (bytesRead === 0) return
      at += bytesRead
      yield block.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

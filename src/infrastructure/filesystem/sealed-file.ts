import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { Spool } from '../../application/ports/spool'
import { tellingDiskFull } from './durable'
import { untilAborted } from './until-aborted'

/** What a spool needs of an open file. */
export interface SpoolFile extends Pick<FileHandle, 'read' | 'close'> {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>
}

/** Each block becomes garbage when it has been read: larger ones pile up, and peak memory with them. */
const blockBytes = 64 * 1024
const algorithm = 'aes-256-gcm'
/** GCM may encrypt this much under one nonce (NIST SP 800-38D): 64 GiB, less two blocks. */
const mostBytes = 2 ** 36 - 32

/** A file that holds one stream of AES-256-GCM under a random key that is never written anywhere. */
export function sealedFile(file: SpoolFile): Spool {
  const key = randomBytes(32)
  const nonce = randomBytes(12)
  let state: 'empty' | 'filling' | 'filled' | 'drained' | 'discarded' = 'empty'
  let size = 0
  let tag = Buffer.alloc(0)

  const step = (from: typeof state, to: typeof state) => {
    if (state !== from) throw new Error(`the spool is ${state}, not ${from}`)
    state = to
  }

  const append = async (sealed: Uint8Array) => {
    if (size + sealed.length > mostBytes) throw new Error('a spool holds at most 64 GiB')
    for (let done = 0; done < sealed.length; ) {
      const { bytesWritten } = await file.write(sealed, done, sealed.length - done, size)
      done += bytesWritten
      size += bytesWritten
    }
  }

  return {
    async fill(source, signal) {
      step('empty', 'filling')
      const cipher = createCipheriv(algorithm, key, nonce)
      for await (const clear of untilAborted(source, signal)) {
        await tellingDiskFull(() => append(cipher.update(clear)))
      }
      cipher.final()
      tag = cipher.getAuthTag()
      step('filling', 'filled')
    },

    async *drain() {
      step('filled', 'drained')
      const decipher = createDecipheriv(algorithm, key, nonce).setAuthTag(tag)
      const block = Buffer.allocUnsafe(blockBytes)
      for (let at = 0; at < size; ) {
        const { bytesRead } = await file.read(block, 0, Math.min(blockBytes, size - at), at)
        if (bytesRead === 0) throw new Error('the spool was cut short')
        at += bytesRead
        yield decipher.update(block.subarray(0, bytesRead))
      }
      decipher.final()
    },

    async discard() {
      if (state === 'discarded') return
      state = 'discarded'
      key.fill(0)
      await file.close()
    },
  }
}

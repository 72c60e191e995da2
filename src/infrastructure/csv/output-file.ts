import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { ageWriter } from '../age/age'

/** A file in the making, for its owner only. Paths and faults are the file system's own errors. */
export interface OutputFile {
  write(bytes: Uint8Array): Promise<void>
  /** Durable when it settles. */
  finish(): Promise<void>
  /** Closes it as it is; at any time, and again. */
  close(): void
}

/** Opens a new file; one that exists already is a fault. With a recipient every byte of it is sealed. */
export async function outputFile(path: string, recipient: string | null): Promise<OutputFile> {
  let file: number | null = openSync(path, 'wx', 0o600)
  const close = (): void => {
    if (file !== null) closeSync(file)
    file = null
  }
  // Sealing that is given up may still write: the descriptor can be another file's by then.
  const opened = (): number => {
    if (file === null) throw new Error('the output file is closed')
    return file
  }
  try {
    const writeOut = (bytes: Uint8Array): void => writeAll(opened(), bytes)
    const sealing = recipient === null ? null : await ageWriter(recipient, writeOut)
    return {
      async write(bytes) {
        if (sealing === null) writeOut(bytes)
        else await sealing.write(bytes)
      },
      async finish() {
        await sealing?.close()
        fsyncSync(opened())
        close()
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** For a table that is only looked at. */
export const nowhere: OutputFile = {
  async write() {},
  async finish() {},
  close() {},
}

function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written)
}

import { randomUUID } from 'node:crypto'
import { open, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { OpenSpool } from '../../application/ports/spool'
import { makePrivateDirectory, privateFile, tellingDiskFull } from './durable'
import { sealedFile } from './sealed-file'

/** Spools in a directory where none of them can be seen: each file loses its name as soon as it is open. */
export const fileSpool =
  (directory: string): OpenSpool =>
  () =>
    tellingDiskFull(async () => {
      await makePrivateDirectory(directory)
      const file = path.join(directory, randomUUID())
      const handle = await open(file, 'wx+', privateFile)
      try {
        await unlink(file)
        return sealedFile(handle)
      } catch (fault) {
        await handle.close()
        throw fault
      }
    })

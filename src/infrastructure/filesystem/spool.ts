import { randomUUID } from 'node:crypto'
import { open, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { OpenSpool } from '../../application/ports/spool'
import { entriesOf, makePrivateDirectory, privateFile, tellingDiskFull, unlessMissing } from './durable'
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
        await loseName(file)
        return sealedFile(handle)
      } catch (fault) {
        await handle.close()
        throw fault
      }
    })

/**
 * A crash may leave a file its name. Whoever still fills one needs no name any more, and takes it for lost when
 * somebody else was first.
 */
export async function emptySpool(directory: string): Promise<void> {
  for (const entry of await entriesOf(directory)) await loseName(path.join(directory, entry))
}

const loseName = (file: string): Promise<void> => unlessMissing(unlink(file), undefined)

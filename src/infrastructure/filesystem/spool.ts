import { randomUUID } from 'node:crypto'
import { open, unlink } from 'node:fs/promises'
import path from 'node:path'
import { between, type Reached } from '../../application/ports/fail-point'
import type { OpenSpool } from '../../application/ports/spool'
import { entriesOf, makePrivateDirectory, privateFile, tellingDiskFull, unlessMissing } from './durable'
import { type SpoolFile, sealedFile } from './sealed-file'

/** Spools in a directory where none of them can be seen: each file loses its name as soon as it is open. */
export const fileSpool =
  (directory: string, reached?: Reached): OpenSpool =>
  () =>
    tellingDiskFull(async () => {
      await makePrivateDirectory(directory)
      const file = path.join(directory, randomUUID())
      const handle = await between(reached, 'make spool', () => open(file, 'wx+', privateFile))
      try {
        await between(reached, 'unlink spool', () => loseName(file))
        return sealedFile(reached === undefined ? handle : toldWrites(handle, reached))
      } catch (fault) {
        await handle.close()
        throw fault
      }
    })

const toldWrites = (file: SpoolFile, reached: Reached): SpoolFile => ({
  read: file.read.bind(file),
  close: () => file.close(),
  write: (...bytes: Parameters<SpoolFile['write']>) =>
    between(reached, 'write spool', () => file.write(...bytes)),
})

/**
 * A crash may leave a file its name. Whoever still fills one needs no name any more, and takes it for lost when
 * somebody else was first.
 */
export async function emptySpool(directory: string): Promise<void> {
  for (const entry of await entriesOf(directory)) await loseName(path.join(directory, entry))
}

const loseName = (file: string): Promise<void> => unlessMissing(unlink(file), undefined)

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openSqliteReadModels } from '../../../src/infrastructure/sqlite/read-models/read-models'

export type SqliteReadModels = Awaited<ReturnType<typeof openSqliteReadModels>>

/** A file of read models of its own, opened as often as wanted. */
export interface ReadModelsFile {
  readonly path: string
  /** A connection and a thread of its own, as another process would have. */
  open(): Promise<SqliteReadModels>
  /** Closes all that was opened and is still open, and removes the file. */
  remove(): Promise<void>
}

export async function readModelsFile(): Promise<ReadModelsFile> {
  const directory = await mkdtemp(path.join(tmpdir(), 'read-models-'))
  const file = path.join(directory, 'read-models.db')
  const opened: SqliteReadModels[] = []
  return {
    path: file,
    async open() {
      const models = await openSqliteReadModels({ path: file })
      opened.push(models)
      return models
    },
    async remove() {
      await Promise.all(opened.map((models) => models.close()))
      await rm(directory, { recursive: true })
    },
  }
}

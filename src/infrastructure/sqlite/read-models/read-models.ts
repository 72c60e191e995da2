import type { ReadModels } from '../../../application/ports/read-models'
import { openDatabase } from '../open-database'
import { datasetsOf, ownersOf, readableBy, select, tokensOf, visibleProjects, visibleUsers } from './select'
import { positionOf } from './write'
import { startWriter } from './writer'

/**
 * Read models in a file that several processes may share and that can be deleted: it is made again from the
 * history. Written and counted by a thread, read on the caller's.
 */
export async function openSqliteReadModels({
  path,
}: {
  readonly path: string
}): Promise<ReadModels & { close(): Promise<void> }> {
  const writer = startWriter(path)
  await writer.write({ kind: 'open' })
  const database = await openForReading(path).catch(async (fault) => {
    await writer.close()
    throw fault
  })
  let madeFrom: string | null = null

  return {
    async prepare(storeId) {
      await writer.write({ kind: 'prepare', storeId })
      madeFrom = storeId
    },
    position: async () => (madeFrom === null ? null : (positionOf(database, madeFrom) ?? null)),
    async apply(from, to, changes) {
      if (madeFrom === null) throw new Error('the read models have not been prepared')
      const result = await writer.write({ kind: 'apply', storeId: madeFrom, from, to, changes })
      return result === 'moved' ? 'moved' : 'applied'
    },
    users: async () => select(database, 'users', visibleUsers),
    projects: async () => select(database, 'projects', visibleProjects),
    owners: async (projectId) => select(database, 'owners', ownersOf(projectId)),
    token: async (tokenId) =>
      one(select(database, 'tokens', { sql: 'WHERE tokenId = ?', values: [tokenId] })),
    tokens: async (filter) => select(database, 'tokens', tokensOf(filter)),
    dataset: async (datasetId) =>
      one(select(database, 'datasets', { sql: 'WHERE datasetId = ?', values: [datasetId] })),
    datasets: async (filter) => select(database, 'datasets', datasetsOf(filter)),
    datasetsReadableBy: async (userId, page = {}) => select(database, 'datasets', readableBy(userId, page)),
    externalIdentifier: async (uuid) =>
      one(select(database, 'externalIdentifiers', { sql: 'WHERE uuid = ?', values: [uuid] })),
    async counts(period, byDay, at) {
      const result = await writer.write({ kind: 'count', period, byDay, at })
      if (typeof result === 'string') throw new Error('the writer of the read models has not counted')
      return result
    },
    async close() {
      database.close()
      await writer.close()
    },
  }
}

const one = <Row>(rows: readonly Row[]): Row | null => rows[0] ?? null

const openForReading = async (path: string) => openDatabase(path, { readonly: true, synchronous: 'NORMAL' })

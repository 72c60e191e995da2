import type { DatasetRow, ReadModels, TokenRow } from '../../application/ports/read-models'
import { applyChange, memoryTables } from './read-model-tables'

/** Read models that live as long as the process. */
export function memoryReadModels(): ReadModels {
  let madeFrom: string | null = null
  let position: bigint | null = null
  let tables = memoryTables()

  function mayRead(userId: string): (dataset: DatasetRow) => boolean {
    const user = tables.users.get({ userId })
    if (!user?.active || !user.visible) return () => false
    return ({ projectId }) => {
      const project = tables.projects.get({ projectId })
      if (!project?.visible) return false
      const inGroup = project.authgroup !== null && user.groups.includes(project.authgroup)
      return inGroup || tables.owners.get({ projectId, userId }) !== null
    }
  }

  return {
    async prepare(storeId) {
      if (madeFrom === storeId) return
      madeFrom = storeId
      position = null
      tables = memoryTables()
    },
    position: async () => position,
    async apply(from, to, changes) {
      if (madeFrom === null) throw new Error('the read models have not been prepared')
      if (position !== from) return 'moved'
      for (const change of changes) applyChange(tables, change)
      position = to
      return 'applied'
    },
    users: async () => tables.users.rows({ visible: true }).sort(by('userId')),
    projects: async () => tables.projects.rows({ visible: true }).sort(by('projectId')),
    owners: async (projectId) => tables.owners.rows({ projectId }).sort(by('userId')),
    token: async (tokenId) => tables.tokens.get({ tokenId }),
    async tokens({ limit, before, ...where }) {
      const last = before === undefined ? undefined : tables.tokens.get({ tokenId: before })
      if (last === null) return []
      const listed = tables.tokens.rows(where).sort(newestFirst)
      return listed.filter((token) => last === undefined || newestFirst(last, token) < 0).slice(0, limit)
    },
    dataset: async (datasetId) => tables.datasets.get({ datasetId }),
    datasetsReadableBy: async (userId) =>
      tables.datasets.rows({}).filter(mayRead(userId)).sort(by('importedAt', 'datasetId')),
    externalIdentifier: async (uuid) => tables.externalIdentifiers.get({ uuid }),
  }
}

/** Orders rows by these members, one after the other. */
const by =
  <K extends string>(...members: readonly K[]) =>
  (a: Readonly<Record<K, string | number>>, b: Readonly<Record<K, string | number>>): number => {
    for (const member of members) {
      if (a[member] !== b[member]) return a[member] < b[member] ? -1 : 1
    }
    return 0
  }

const newestFirst = (a: TokenRow, b: TokenRow): number => by('issuedAt', 'tokenId')(b, a)

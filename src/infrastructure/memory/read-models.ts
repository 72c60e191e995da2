import type { DatasetRow, TokenRow } from '../../application/ports/read-model-rows'
import type { ReadModels } from '../../application/ports/read-models'
import { countsOf } from './read-model-counts'
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
    async tokens({ limit, before, window, among, except = [], ...where }) {
      const last = before === undefined ? undefined : tables.tokens.get({ tokenId: before })
      if (last === null) return []
      const listed = tables.tokens
        .rows(where)
        .filter((token) => window === undefined || lies(token, window.at) === window.lies)
        .filter(({ tokenId }) => (among?.includes(tokenId) ?? true) && !except.includes(tokenId))
        .sort(newestFirst)
      return listed.filter((token) => last === undefined || newestFirst(last, token) < 0).slice(0, limit)
    },
    dataset: async (datasetId) => tables.datasets.get({ datasetId }),
    async datasets({ before, limit, ...where }) {
      const listed = tables.datasets.rows(where).sort((a, b) => oldestFirst(b, a))
      return listed.filter((row) => before === undefined || oldestFirst(row, before) < 0).slice(0, limit)
    },
    async datasetsReadableBy(userId, { after, limit, ...where } = {}) {
      const readable = tables.datasets.rows(where).filter(mayRead(userId)).sort(oldestFirst)
      return readable.filter((row) => after === undefined || oldestFirst(row, after) > 0).slice(0, limit)
    },
    externalIdentifier: async (uuid) => tables.externalIdentifiers.get({ uuid }),
    counts: async (...asked) => countsOf(tables.tokens.rows({}), ...asked),
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

const oldestFirst = by('importedAt', 'datasetId')

const newestFirst = (a: TokenRow, b: TokenRow): number => by('issuedAt', 'tokenId')(b, a)

function lies({ notBefore, expiresAt }: TokenRow, at: number): 'before' | 'within' | 'behind' {
  if (at < notBefore) return 'before'
  return at < expiresAt ? 'within' : 'behind'
}

import type { AuditedEvent } from '../support/audit'

interface Replayed {
  readonly tokens: Map<string, { state: string; importId: string | null }>
  readonly datasets: Map<
    string,
    { readonly projectId: number; readonly uuid: string | null; readonly rows: number }
  >
  /** The newest claim of each uuid. */
  readonly claims: Map<string, string>
  readonly users: Map<string, { active: boolean; groups: readonly string[]; visible: boolean }>
  readonly projects: Map<
    number,
    { authgroup: string | null; retired: boolean; visible: boolean; owners: Set<string> }
  >
}

/** What an auditor makes of the history with nothing in hand but its lines and docs/events.md. */
export function replay(events: readonly AuditedEvent[]): Replayed {
  const now: Replayed = {
    tokens: new Map(),
    datasets: new Map(),
    claims: new Map(),
    users: new Map(),
    projects: new Map(),
  }
  for (const { type, data } of events) apply(now, type.replace(/\.v1$/, ''), data)
  return now
}

function apply(
  { tokens, datasets, claims, users, projects }: Replayed,
  type: string,
  data: AuditedEvent['data'],
): unknown {
  const text = (member: string): string => String(data[member])
  const textOrNone = (member: string): string | null => (data[member] === undefined ? null : text(member))
  const projectId = Number(data.projectId)
  const [token, user, project] = [
    tokens.get(text('tokenId')),
    users.get(text('userId')),
    projects.get(projectId),
  ]
  const settle = (state: string, importId: string) =>
    token?.importId === importId && Object.assign(token, { state })
  switch (type) {
    case 'TokenIssued':
      return tokens.set(text('tokenId'), { state: 'issued', importId: null })
    case 'TokenRevoked':
      return Object.assign(token ?? {}, { state: 'revoked' })
    case 'TokenConsumed':
      return Object.assign(token ?? {}, { state: 'committing', importId: data.importId })
    case 'EphemeralDatasetDiscarded':
      return settle(text('outcome'), text('importId'))
    case 'DatasetImportFailed':
      return settle('failed', text('datasetId'))
    case 'DatasetImported':
      settle('imported', text('datasetId'))
      return datasets.set(text('datasetId'), { projectId, uuid: textOrNone('uuid'), rows: Number(data.rows) })
    case 'DatasetWithdrawn':
      return datasets.delete(text('datasetId'))
    case 'ExternalIdentifierClaimed':
      return claims.set(text('uuid'), text('importId'))
    case 'UserProvisioned':
      return users.set(text('userId'), { active: true, groups: data.groups as string[], visible: false })
    case 'UserGroupsChanged':
      return Object.assign(user ?? {}, { groups: data.groups })
    case 'UserDeactivated':
    case 'UserReactivated':
      return Object.assign(user ?? {}, { active: type === 'UserReactivated' })
    case 'UserNameClaimed':
      return Object.assign(user ?? {}, { visible: true })
    case 'ProjectProvisioned': {
      const authgroup = textOrNone('authgroup')
      return projects.set(projectId, { authgroup, retired: false, visible: false, owners: new Set() })
    }
    case 'ProjectChanged':
      return Object.assign(project ?? {}, { authgroup: textOrNone('authgroup') })
    case 'OwnershipGranted':
      return project?.owners.add(text('userId'))
    case 'OwnershipWithdrawn':
      return project?.owners.delete(text('userId'))
    case 'ProjectRetired':
      return Object.assign(project ?? {}, { retired: true })
    case 'ProjectNameClaimed':
      return Object.assign(project ?? {}, { visible: true })
    case 'StoreInitialised':
    case 'ProjectNumberDrawn':
    case 'ProjectNameReleased':
    case 'UploadRefused':
    case 'DatasetRead':
    case 'KeyfileFetched':
      return null
    default:
      throw new Error(`an auditor does not know ${type}`)
  }
}

/** Which dataset bears each uuid: that of the newest claim, where there is one. */
export const boundUuids = ({ claims, datasets }: Replayed): readonly (readonly [string, string])[] =>
  [...claims].filter(([uuid, importId]) => datasets.get(importId)?.uuid === uuid)

/** What a user may read, as the manual has it: the datasets of owned projects and of those of the user's groups. */
export function readableBy({ users, projects, datasets }: Replayed, userId: string): readonly string[] {
  const user = users.get(userId)
  if (!user?.active || !user.visible) return []
  return [...datasets].flatMap(([datasetId, { projectId }]) => {
    const project = projects.get(projectId)
    const mayRead =
      project?.owners.has(userId) || (project?.authgroup && user.groups.includes(project.authgroup))
    return mayRead ? [datasetId] : []
  })
}

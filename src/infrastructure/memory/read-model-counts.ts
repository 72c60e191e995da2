import {
  type Counts,
  dayAt,
  type ImportCount,
  isWithin,
  type Period,
  type TokenCount,
} from '../../application/ports/read-model-counts'
import type { TokenRow } from '../../application/ports/read-model-rows'

export const countsOf = (
  tokens: readonly TokenRow[],
  period: Period,
  byDay: boolean,
  at: number,
): Counts => ({
  tokens: tokenCounts(tokens, period, byDay, at),
  imports: importCounts(tokens, period, byDay),
})

function tokenCounts(
  tokens: readonly TokenRow[],
  period: Period,
  byDay: boolean,
  at: number,
): readonly TokenCount[] {
  const issued = tokens.filter(({ issuedAt }) => isWithin(issuedAt, period))
  const groups = grouped(issued, ({ projectId, issuedAt, state }) => ({
    projectId,
    day: byDay ? dayAt(issuedAt) : null,
    state,
  }))
  return groups.map(({ key, members }) => {
    const unused = members.filter(({ state }) => state === 'issued')
    return {
      ...key,
      count: members.length,
      notYetValid: unused.filter(({ notBefore }) => at < notBefore).length,
      expired: unused.filter(({ expiresAt }) => at >= expiresAt).length,
    }
  })
}

function importCounts(tokens: readonly TokenRow[], period: Period, byDay: boolean): readonly ImportCount[] {
  const settled = tokens.flatMap((token) => {
    const { state: outcome, importKind: kind, settledAt, projectId, rows, bytes } = token
    if ((outcome !== 'imported' && outcome !== 'failed') || kind === null || settledAt === null) return []
    return isWithin(settledAt, period) ? [{ projectId, kind, outcome, settledAt, rows, bytes }] : []
  })
  const groups = grouped(settled, ({ projectId, kind, outcome, settledAt }) => ({
    projectId,
    day: byDay ? dayAt(settledAt) : null,
    kind,
    outcome,
  }))
  return groups.map(({ key, members }) => ({
    ...key,
    count: members.length,
    rows: members.reduce((sum, { rows }) => sum + (rows ?? 0), 0),
    bytes: members.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
  }))
}

/** Members by what they have in common. */
function grouped<Member, Key extends object>(members: readonly Member[], keyOf: (member: Member) => Key) {
  const groups = new Map<string, { readonly key: Key; readonly members: Member[] }>()
  for (const member of members) {
    const key = keyOf(member)
    const name = JSON.stringify(key)
    const group = groups.get(name) ?? { key, members: [] }
    group.members.push(member)
    groups.set(name, group)
  }
  return [...groups.values()]
}

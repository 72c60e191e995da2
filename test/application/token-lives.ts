import fc from 'fast-check'
import type { Period } from '../../src/application/ports/read-model-counts'
import type { DomainEvent } from '../../src/domain/events'
import { consumed, discarded, failed, imported, issued, uuid, withdrawn } from './projections/history'

export const hour = 3_600_000
export const day = 24 * hour
export const now = 30 * day

type Fate = 'unused' | 'revoked' | 'committing' | 'imported' | 'failed' | 'withdrawn'

/** All that happens to one token, and when: no rule would let anything else happen. */
export interface Life {
  readonly projectId: number
  readonly fate: Fate
  readonly kind: 'dataset' | 'ephemeral' | 'external'
  readonly times: readonly number[]
  /** Of its window, to now. */
  readonly begins: number
  readonly rows: number
  readonly bytes: number
}

export const life: fc.Arbitrary<Life> = fc.record({
  projectId: fc.constantFrom(1, 2, 3),
  fate: fc.constantFrom('unused', 'revoked', 'committing', 'imported', 'failed', 'withdrawn'),
  kind: fc.constantFrom('dataset', 'ephemeral', 'external'),
  times: fc
    .array(fc.nat({ max: 96 }), { minLength: 4, maxLength: 4 })
    .map((hours) => hours.map((n) => n * hour).sort((a, b) => a - b)),
  begins: fc.constantFrom(-2 * hour, -hour, 0, hour),
  rows: fc.nat({ max: 1_000 }),
  bytes: fc.nat({ max: 100_000 }),
})

export interface Happening {
  readonly at: number
  readonly event: DomainEvent
}

export function happeningsOf(
  { projectId, fate, kind, times, begins, rows, bytes }: Life,
  n: number,
): readonly Happening[] {
  const [tokenId, importId] = [uuid(1_000 + n), uuid(2_000 + n)]
  const [issuedAt = 0, usedAt = 0, settledAt = 0, withdrawnAt = 0] = times
  const window = { projectId, notBefore: now + begins, expiresAt: now + begins + 2 * hour }
  const grant = { at: issuedAt, event: { ...issued(tokenId), ...window } as DomainEvent }
  if (fate === 'unused') return [grant]
  if (fate === 'revoked') return [grant, { at: usedAt, event: { type: 'TokenRevoked', tokenId } }]
  const used = { at: usedAt, event: consumed(tokenId, importId, kind) }
  if (fate === 'committing') return [grant, used]
  const kept = {
    ...imported(tokenId, importId, kind === 'external' ? uuid(3_000 + n) : undefined),
    projectId,
    rows,
    bytes,
  } as DomainEvent
  const settled =
    kind === 'ephemeral'
      ? discarded(tokenId, importId, fate !== 'failed')
      : fate === 'failed'
        ? failed(tokenId, importId)
        : kept
  const outcome = [grant, used, { at: settledAt, event: settled }]
  return fate === 'withdrawn' && kind !== 'ephemeral'
    ? [...outcome, { at: withdrawnAt, event: withdrawn(importId) }]
    : outcome
}

/** The same, counted life by life instead of event by event. */
export function recounted(
  lives: readonly Life[],
  { since = 0, until = Number.MAX_SAFE_INTEGER }: Period,
  byDay: boolean,
) {
  const isWithin = (at: number) => at >= since && at < until
  const found: { key: string; word?: string; import?: string; rows: number; bytes: number }[] = []
  for (const { projectId, fate, kind, times, begins, rows, bytes } of lives) {
    const keyAt = (at: number) => `${projectId} ${byDay ? new Date(at).toISOString().slice(0, 10) : null}`
    const [issuedAt = 0, , settledAt = 0] = times
    const unused = begins > 0 ? 'not-yet-valid' : begins + 2 * hour > 0 ? 'issued' : 'expired'
    const settled = fate === 'withdrawn' ? 'imported' : fate
    if (isWithin(issuedAt))
      found.push({ key: keyAt(issuedAt), word: settled === 'unused' ? unused : settled, rows: 0, bytes: 0 })
    if ((settled !== 'imported' && settled !== 'failed') || !isWithin(settledAt)) continue
    const isKept = settled === 'imported' && kind !== 'ephemeral'
    found.push({
      key: keyAt(settledAt),
      import: `${kind} ${settled}`,
      rows: isKept ? rows : 0,
      bytes: isKept ? bytes : 0,
    })
  }
  const keys = [...new Set(found.map(({ key }) => key))].sort()
  return keys.map((key) => {
    const own = found.filter((each) => each.key === key)
    const countOf = (names: readonly (string | undefined)[]) =>
      Object.fromEntries(
        [...new Set(names)].flatMap((name) =>
          name === undefined ? [] : [[name, names.filter((each) => each === name).length]],
        ),
      )
    return {
      key,
      tokens: countOf(own.map(({ word }) => word)),
      imports: countOf(own.map((each) => each.import)),
      rows: own.reduce((sum, each) => sum + each.rows, 0),
      bytes: own.reduce((sum, each) => sum + each.bytes, 0),
    }
  })
}

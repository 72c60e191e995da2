import type { CommitTimes } from './commit-times'
import { importOutcome } from './import-outcome'
import { consumptionBy } from './open-imports'
import type { Area } from './ports/dataset-store'
import type { Log } from './ports/log'
import type { RecoveryDeps } from './recover-imports'
import { settleImport, settlementOf } from './settle-import'
import { streams } from './streams'

export interface CleaningDeps extends RecoveryDeps {
  readonly times: Pick<CommitTimes, 'fenceAfterMs'>
  readonly log: Log
}

/** Removes the files of imports that came to nothing. */
export type CleanImports = () => Promise<void>

const areas = ['datasets', 'results'] as const

/**
 * Removes files by reading only: because their import's stream begins with a failure or tells of a withdrawal,
 * never because a stream is missing. What is in place without an outcome is fenced first, once it is old.
 */
export function cleanImports(deps: CleaningDeps): CleanImports {
  /** Looked at again when a withdrawal whose process was killed may have left files. */
  const imported = new Set<string>()
  let allLookedAt = deps.clock()

  return async () => {
    if (deps.clock() - allLookedAt > deps.times.fenceAfterMs) {
      imported.clear()
      allLookedAt = deps.clock()
    }
    for (const area of areas) {
      for (const importId of await deps.datasets.placed(area)) {
        if (imported.has(importId)) continue
        try {
          if ((await clean(deps, area, importId)) === 'stays') imported.add(importId)
        } catch (fault) {
          deps.log.error('the files of an import could not be looked at, and will be again', fault, {
            importId,
          })
        }
      }
    }
  }
}

async function clean(
  deps: CleaningDeps,
  area: Area,
  importId: string,
): Promise<'stays' | 'waits' | 'removed'> {
  const { store, datasets } = deps
  const kind = area === 'results' ? 'ephemeral' : 'dataset'
  const outcome = (await importOutcome(store, kind, importId)) ?? (await fenceWhenOld(deps, area, importId))
  if (outcome === null) return 'waits'
  if (outcome.status === 'imported' && !outcome.withdrawn) return 'stays'
  await datasets.remove(area, importId)
  return 'removed'
}

/** `null`: it is too young, is recovery's to settle, or has no record to tell whose it is. */
async function fenceWhenOld(
  deps: CleaningDeps,
  area: Area,
  importId: string,
): ReturnType<typeof importOutcome> {
  const { store, datasets, clock, newId, times } = deps
  const placedAt = await datasets.placedAt(area, importId)
  if (placedAt === null || clock() - placedAt <= times.fenceAfterMs) return null
  const record = await datasets.record(area, importId)
  if (record === null) {
    await datasets.removeEmpty(area, importId)
    return null
  }
  const tokenStream = await store.readStream(streams.uploadToken(record.facts.tokenId))
  if (consumptionBy(tokenStream, importId) !== null) return null
  const id = newId()
  const metadata = { correlationId: id, causationId: id, actor: { kind: 'system' } } as const
  return settleImport(deps, settlementOf(record, 'abandoned', clock()), metadata)
}

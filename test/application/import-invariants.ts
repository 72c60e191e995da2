import { createHash } from 'node:crypto'
import type { DatasetStore } from '../../src/application/ports/dataset-store'
import type { RecordedEvent } from '../../src/application/ports/event-store'
import { gathered } from '../contract/spool'
import type { Deployment } from '../support/deployment'

/**
 * What must hold of every history and its files, however imports, withdrawals and crashes have interleaved, told
 * from the events alone. Each breach is a line; none is what the service is held to.
 */
export async function breaches({ history, datasets, begun }: Deployment): Promise<readonly string[]> {
  const events = await history.readAll(null, 100_000)
  const found: string[] = []
  const consumptions = new Map<string, RecordedEvent>()
  const spent = new Set<string>()
  const outcomes = new Map<string, string>()
  const claims = new Map<string, string>()
  const bound = new Map<string, string>()

  const settle = (importId: string, outcome: string) => {
    if (outcomes.has(importId)) found.push('an import has two outcomes')
    else outcomes.set(importId, outcome)
  }
  for (const recorded of events) {
    const { event } = recorded
    if (event.type === 'TokenConsumed') {
      if (spent.has(event.tokenId)) found.push('a token was consumed twice')
      spent.add(event.tokenId)
      consumptions.set(event.importId, recorded)
    } else if (event.type === 'ExternalIdentifierClaimed') claims.set(event.uuid, event.importId)
    else if (event.type === 'EphemeralDatasetDiscarded') settle(event.importId, event.outcome)
    else if (event.type === 'DatasetImportFailed') settle(event.datasetId, 'failed')
    else if (event.type === 'DatasetImported') {
      settle(event.datasetId, 'imported')
      if (event.uuid !== undefined && bound.has(event.uuid)) found.push('two datasets share a uuid')
      if (event.uuid !== undefined) bound.set(event.uuid, event.datasetId)
      const stored = await datasets.table(event.datasetId)
      const sha256 =
        stored &&
        createHash('sha256')
          .update(await gathered(stored.read()))
          .digest('hex')
      if (sha256 !== event.sha256) found.push('a visible dataset has not its bytes')
    }
  }
  for (const [uuid, datasetId] of bound) {
    if (claims.get(uuid) !== datasetId) found.push('a uuid is held by another than the dataset that bears it')
  }
  for (const [importId, outcome] of outcomes) {
    const consumption = consumptions.get(importId)
    if (outcome === 'imported') {
      if (consumption === undefined) found.push('an import came about without a consumed token')
      else if (!rightsHeldAt(consumption, events))
        found.push('an import came about after its rights were gone')
    }
  }
  for (const importId of begun) {
    if (outcomes.get(importId) !== 'imported' && (await hasFiles(datasets, importId))) {
      found.push('an import that came to nothing has left files')
    }
  }
  for (const importId of consumptions.keys()) {
    if (!outcomes.has(importId)) found.push('a consumed token has no outcome')
  }
  return found
}

const hasFiles = async (datasets: DatasetStore, importId: string): Promise<boolean> =>
  (await datasets.record('datasets', importId)) !== null ||
  (await datasets.record('results', importId)) !== null

/** Whether the token's user was an active owner of its project in use when the token was consumed. */
function rightsHeldAt(consumption: RecordedEvent, events: readonly RecordedEvent[]): boolean {
  const { event: consumed } = consumption
  if (consumed.type !== 'TokenConsumed') throw new Error('a token is consumed by one event only')
  const grant = events
    .map(({ event }) => event)
    .find((event) => event.type === 'TokenIssued' && event.tokenId === consumed.tokenId)
  if (grant?.type !== 'TokenIssued') return false
  let [active, owner, inUse] = [false, false, false]
  for (const { event, position } of events) {
    if (position >= consumption.position) break
    if ('userId' in event && event.userId === grant.userId) {
      if (event.type === 'UserProvisioned') active = true
      if (event.type === 'UserDeactivated') active = false
    }
    if ('projectId' in event && event.projectId === grant.projectId) {
      if (event.type === 'ProjectProvisioned') inUse = true
      if (event.type === 'ProjectRetired') inUse = false
      if (event.type === 'OwnershipGranted' && event.userId === grant.userId) owner = true
      if (event.type === 'OwnershipWithdrawn' && event.userId === grant.userId) owner = false
    }
  }
  return active && owner && inUse
}

import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import {
  type Area,
  type ClaimedPart,
  type DatasetStore,
  type PlacedRecord,
  type ResultPart,
  type Staging,
  StagingLost,
  type StoredFile,
} from '../../application/ports/dataset-store'
import { sha256 } from '../crypto/sha256'

interface Placed {
  readonly placedAt: number
  readonly record: PlacedRecord
  readonly parts: Map<ResultPart, Uint8Array>
  readonly claimed: Set<ResultPart>
}

/**
 * The files of imports in this process's memory. Only what is being staged lies in `directory`, since
 * transformers write to paths.
 */
export function memoryDatasetStore(directory: string, clock: () => number): DatasetStore {
  const areas = { datasets: new Map<string, Placed>(), results: new Map<string, Placed>() }

  const dataset = async (importId: string, part: ResultPart): Promise<StoredFile | null> => {
    const bytes = areas.datasets.get(asImportId(importId))?.parts.get(part)
    return bytes === undefined ? null : storedFile(bytes)
  }

  return {
    stage: async (importId) =>
      stage(path.join(directory, asImportId(importId)), (area, placed) =>
        areas[area].set(importId, { ...placed, placedAt: clock() }),
      ),
    record: async (area, importId) => areas[area].get(asImportId(importId))?.record ?? null,
    table: (importId) => dataset(importId, 'table'),
    keyfile: (importId) => dataset(importId, 'keyfile'),
    async digest(importId) {
      const bytes = areas.datasets.get(asImportId(importId))?.parts.get('table')
      return bytes === undefined ? null : sha256(bytes)
    },
    resultWaits: async (importId) => areas.results.get(asImportId(importId))?.parts.has('table') ?? false,
    placed: async (area) => [...areas[area].keys()],
    placedAt: async (area, importId) => areas[area].get(asImportId(importId))?.placedAt ?? null,
    async remove(area, importId) {
      areas[area].delete(asImportId(importId))
    },
    // Nothing is ever half removed here.
    async removeEmpty(_area, importId) {
      asImportId(importId)
    },
    async claimResult(importId, part) {
      const waiting = areas.results.get(asImportId(importId))
      return waiting === undefined ? null : claim(waiting, part, () => areas.results.delete(importId))
    },
    async discardExpiredResults(now, mayGo) {
      for (const [importId, { record }] of areas.results) {
        const expired = record.kind === 'ephemeral' && record.expiresAt <= now
        if (expired && (await mayGo(importId))) areas.results.delete(importId)
      }
    },
  }
}

async function stage(
  directory: string,
  keep: (area: Area, placed: Omit<Placed, 'placedAt'>) => void,
): Promise<Staging> {
  await mkdir(directory)
  const tablePath = path.join(directory, 'table')
  const keyfilePath = path.join(directory, 'keyfile')
  const discard = () => rm(directory, { recursive: true, force: true })
  return {
    tablePath,
    keyfilePath,
    async place(area, record) {
      const [table, keyfile] = [await contentOf(tablePath), await contentOf(keyfilePath)]
      if (table === null) throw new StagingLost('the staged files are gone')
      const parts = new Map<ResultPart, Uint8Array>([['table', table]])
      if (keyfile !== null) parts.set('keyfile', keyfile)
      keep(area, { record: structuredClone(record), parts, claimed: new Set() })
      await discard()
    },
    discard,
  }
}

/** `null`: the part is not there, or another delivery holds it. */
function claim({ parts, claimed }: Placed, part: ResultPart, removeAll: () => void): ClaimedPart | null {
  const bytes = parts.get(part)
  if (bytes === undefined || claimed.has(part)) return null
  claimed.add(part)
  return {
    ...storedFile(bytes),
    async delivered() {
      parts.delete(part)
      if (parts.size === 0) removeAll()
    },
    async giveBack() {
      claimed.delete(part)
    },
  }
}

const storedFile = (bytes: Uint8Array): StoredFile => ({
  bytes: bytes.byteLength,
  async *read(start, end) {
    yield bytes.subarray(start, end)
  },
})

const contentOf = (file: string): Promise<Uint8Array | null> =>
  readFile(file).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return null
    throw fault
  })

const importIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function asImportId(text: string): string {
  if (!importIdForm.test(text)) throw new RangeError('not an import id')
  return text
}

import path from 'node:path'
import type { DatasetStore, Staging } from '../../application/ports/dataset-store'
import { tellingDiskFull } from './durable'
import { keyfileFile, layoutBelow, tableFile } from './layout'
import { placedAt, placedBelow, readRecord, removeEmpty, removePlaced } from './placed-files'
import { beat, removeLostStaging, stage } from './staging'
import { digestOf, storedFile } from './stored-file'
import { type Claimant, claimPart, discardExpired, giveBackLostClaims, holdsPart } from './waiting-results'

export interface FileDatasetStore extends DatasetStore {
  /** Says at this time that what this process has staged is still wanted. */
  beat(now: number): Promise<void>
  /** Removes the staging of processes that have ended for certain, or gave no sign of life since then. */
  removeLostStaging(silentSince: number): Promise<void>
  /** Lets the parts of results wait again that processes had claimed which have ended. */
  giveBackLostClaims(): Promise<void>
}

/** The files of imports in directories below `root`, which several processes may share. */
export function fileDatasetStore(root: string, claimant: Claimant): FileDatasetStore {
  const layout = layoutBelow(root)
  return {
    stage: async (importId) =>
      tellingDiskFullOf(await tellingDiskFull(() => stage(layout, claimant, importId))),
    record: async (area, importId) => readRecord(layout.placed(area, importId)),
    table: async (importId) => storedFile(path.join(layout.placed('datasets', importId), tableFile.datasets)),
    keyfile: async (importId) => storedFile(path.join(layout.placed('datasets', importId), keyfileFile)),
    digest: async (importId) => digestOf(path.join(layout.placed('datasets', importId), tableFile.datasets)),
    resultWaits: async (importId) => holdsPart(layout.placed('results', importId), 'table'),
    placed: (area) => placedBelow(layout.area(area)),
    placedAt: async (area, importId) => placedAt(layout.placed(area, importId)),
    remove: async (area, importId) => removePlaced(layout.placed(area, importId), claimant.reached),
    removeEmpty: async (area, importId) => removeEmpty(layout.placed(area, importId)),
    claimResult: async (importId, part) => claimPart(layout.placed('results', importId), part, claimant),
    discardExpiredResults: (now, mayGo) =>
      discardExpired(layout.area('results'), now, mayGo, claimant.reached),
    beat: (now) => beat(layout, claimant.process, now),
    removeLostStaging: (silentSince) => removeLostStaging(layout, claimant, silentSince),
    giveBackLostClaims: () => giveBackLostClaims(layout.area('results'), claimant),
  }
}

const tellingDiskFullOf = (staging: Staging): Staging => ({
  ...staging,
  place: (area, record) => tellingDiskFull(() => staging.place(area, record)),
})

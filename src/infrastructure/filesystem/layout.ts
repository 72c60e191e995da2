import path from 'node:path'
import type { Area, ResultPart } from '../../application/ports/dataset-store'

/**
 * Below one root, so that placing is a rename: `staging/<process>/<import id>/`, `datasets/<import id>/` and
 * `results/<import id>/`, each with the table, perhaps a keyfile, and once placed the record.
 */
export interface Layout {
  readonly staging: string
  area(area: Area): string
  placed(area: Area, importId: string): string
}

export const layoutBelow = (root: string): Layout => ({
  staging: path.join(root, 'staging'),
  area: (area) => path.join(root, area),
  placed: (area, importId) => path.join(root, area, asDirectoryName(importId)),
})

export const tableFile: Readonly<Record<Area, string>> = { datasets: 'table.csv', results: 'table.age' }
export const keyfileFile = 'keyfile.age'
export const recordFile = 'record.json'

export const resultFile: Readonly<Record<ResultPart, string>> = {
  table: tableFile.results,
  keyfile: keyfileFile,
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isImportId = (text: string): boolean => uuid.test(text)

/** Nothing but a uuid ever becomes part of a path. */
export function asDirectoryName(importId: string): string {
  if (!isImportId(importId)) throw new Error('not an import id')
  return importId
}

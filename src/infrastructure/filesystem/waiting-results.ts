import { rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { ClaimedPart, ResultPart } from '../../application/ports/dataset-store'
import { between, type Reached } from '../../application/ports/fail-point'
import { entriesOf, flush, unlessMissing } from './durable'
import { isImportId, resultFile } from './layout'
import { readRecord, removeEmpty, removePlaced } from './placed-files'
import { storedFile } from './stored-file'

/** Of the process that claims, and what is known of the others. */
export interface Claimant {
  readonly process: string
  readonly isDead: (process: string) => boolean
  readonly reached?: Reached
}

/**
 * Claims a part by renaming it to a name that carries the process: of several deliveries, in this process or
 * another, the rename of one succeeds. The claim of a process that has ended for certain is taken over.
 */
export async function claimPart(
  directory: string,
  part: ResultPart,
  claimant: Claimant,
): Promise<ClaimedPart | null> {
  const waiting = resultFile[part]
  const claimed = path.join(directory, claimName(waiting, claimant.process))
  const entries = await entriesOf(directory)
  const free = entries.find((entry) => {
    const holder = holderOf(entry, waiting)
    return entry === waiting || (holder !== null && claimant.isDead(holder))
  })
  if (free === undefined) return null
  const won = await unlessMissing(
    between(claimant.reached, 'rename result', () => rename(path.join(directory, free), claimed)).then(
      () => true,
    ),
    false,
  )
  const file = won ? await storedFile(claimed) : null
  return (
    file && {
      ...file,

      async delivered() {
        await between(claimant.reached, 'unlink result', () => unlessMissing(unlink(claimed), undefined))
        await unlessMissing(flush(directory), undefined)
        if (!(await anyPartIn(directory))) await removePlaced(directory, claimant.reached)
      },

      async giveBack() {
        await unlessMissing(rename(claimed, path.join(directory, waiting)), undefined)
        await unlessMissing(flush(directory), undefined)
      },
    }
  )
}

/** Lets the parts wait again whose deliveries have ended with their processes. */
export async function giveBackLostClaims(results: string, { isDead }: Claimant): Promise<void> {
  for (const importId of (await entriesOf(results)).filter(isImportId)) {
    const directory = path.join(results, importId)
    for (const entry of await entriesOf(directory)) {
      const waiting = Object.values(resultFile).find((file) => {
        const holder = holderOf(entry, file)
        return holder !== null && isDead(holder)
      })
      if (waiting === undefined) continue
      await unlessMissing(rename(path.join(directory, entry), path.join(directory, waiting)), undefined)
      await unlessMissing(flush(directory), undefined)
    }
  }
}

/** Whether this part is there, claimed or not. */
export async function holdsPart(directory: string, part: ResultPart): Promise<boolean> {
  const entries = await entriesOf(directory)
  return entries.some((entry) => entry === resultFile[part] || holderOf(entry, resultFile[part]) !== null)
}

/** Removes what has waited until `now` and may go, and what is left of a removal that a crash cut short. */
export async function discardExpired(
  results: string,
  now: number,
  mayGo: (importId: string) => Promise<boolean>,
  reached?: Reached,
): Promise<void> {
  for (const importId of (await entriesOf(results)).filter(isImportId)) {
    const directory = path.join(results, importId)
    const record = await readRecord(directory)
    if (record === null) await removeEmpty(directory)
    else if (record.kind === 'ephemeral' && record.expiresAt <= now && (await mayGo(importId))) {
      await removePlaced(directory, reached)
    }
  }
}

const claimMark = '.claimed.'

const claimName = (file: string, process: string): string => `${file}${claimMark}${process}`

const holderOf = (entry: string, file: string): string | null =>
  entry.startsWith(`${file}${claimMark}`) ? entry.slice(file.length + claimMark.length) : null

async function anyPartIn(directory: string): Promise<boolean> {
  const entries = await entriesOf(directory)
  return entries.some((entry) => Object.values(resultFile).some((file) => entry.startsWith(file)))
}

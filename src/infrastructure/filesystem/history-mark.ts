import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { HistoryMark, HistoryPlace } from '../../application/ports/history-mark'
import { draftMark, makePrivateDirectory, privateFile, unlessMissing } from './durable'

/** A file that is replaced whole. It isn't flushed: what a crash leaves of it is a place further back, or none. */
export const fileHistoryMark = (file: string): HistoryMark => ({
  async read() {
    const text = await unlessMissing(readFile(file, 'utf8'), null)
    return text === null ? null : placeIn(text)
  },

  async write({ position, stream, eventId }) {
    const draft = `${file}${draftMark}${process.pid}`
    await makePrivateDirectory(path.dirname(file))
    await writeFile(draft, JSON.stringify({ position: String(position), stream, eventId }), {
      mode: privateFile,
    })
    await rename(draft, file)
  },
})

function placeIn(text: string): HistoryPlace | null {
  const stored = parsed(text)
  if (typeof stored !== 'object' || stored === null) return null
  const { position, stream, eventId } = stored as Record<string, unknown>
  if (typeof position !== 'string' || !/^\d{1,40}$/.test(position)) return null
  if (typeof stream !== 'string' || typeof eventId !== 'string') return null
  return { position: BigInt(position), stream, eventId }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

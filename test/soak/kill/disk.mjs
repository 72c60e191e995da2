import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Files below a directory. Others may remove them meanwhile. */
export function filesBelow(directory) {
  let entries
  try {
    entries = readdirSync(directory, { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => {
    const name = path.join(directory, entry.name)
    return entry.isDirectory() ? filesBelow(name) : [name]
  })
}

/** The files that hold these bytes. */
export function filesHolding(directory, text) {
  return filesBelow(directory).filter((file) => {
    try {
      return readFileSync(file).includes(text)
    } catch {
      return false
    }
  })
}

export const bytesBelow = (directory) =>
  filesBelow(directory).reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)

/** Whether these directories are without a file within so long. */
export async function emptyWithin(ms, ...directories) {
  const deadline = performance.now() + ms
  while (directories.some((directory) => filesBelow(directory).length > 0)) {
    if (performance.now() > deadline) return false
    await pause(100)
  }
  return true
}

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** A directory for the tests of one file, fresh for each of them and removed afterwards. */
export function temporaryDirectory(): () => string {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'files-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))
  return () => directory
}

/** The paths of all files below, relative and sorted. */
export async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort()
}

/** Every path below with its permissions in octal: `d 700 a`, `f 600 a/b`. */
export async function modesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const lines = entries.map(async (entry) => {
    const whole = path.join(entry.parentPath, entry.name)
    const { mode } = await stat(whole)
    return `${entry.isDirectory() ? 'd' : 'f'} ${(mode & 0o777).toString(8)} ${path.relative(directory, whole)}`
  })
  return (await Promise.all(lines)).sort()
}

/** Whether the bytes of a text stand in any file below, or in a name. */
export async function standsBelow(directory: string, text: string): Promise<boolean> {
  const files = await filesBelow(directory)
  if (files.some((file) => file.includes(text))) return true
  const contents = await Promise.all(files.map((file) => readFile(path.join(directory, file))))
  return contents.some((content) => content.includes(text))
}

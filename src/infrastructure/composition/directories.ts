import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { makePrivateDirectory } from '../filesystem/durable'
import type { Config } from './config'

/** Makes the directories of a deployment where they are missing; a sentence for each that can't be used. */
export async function makeDirectories({ dataDir, datasetDir }: Config): Promise<readonly string[]> {
  const data = await mistakeOf(dataDir, 'The data directory', 'APERTURE_DATA_DIR')
  if (datasetDir === dataDir) return data
  return [...data, ...(await mistakeOf(datasetDir, 'The dataset directory', 'APERTURE_DATASET_DIR'))]
}

async function mistakeOf(directory: string, what: string, variable: string): Promise<readonly string[]> {
  try {
    await makePrivateDirectory(directory)
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK)
    return []
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException
    if (code === undefined) throw fault
    return [
      `${what} can't be made or written to (${code}): give this user the right to, or name another in ${variable}.`,
    ]
  }
}

import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { memoryDatasetStore } from '../../../src/infrastructure/memory/dataset-store'
import { datasetStoreContract } from '../../contract/dataset-store'
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory'

let directory: TemporaryDirectory
beforeAll(async () => {
  directory = await temporaryDirectory()
})
afterAll(() => directory.remove())

datasetStoreContract('this process', async () =>
  memoryDatasetStore(await mkdtemp(path.join(directory.path, 'staging-')), Date.now),
)

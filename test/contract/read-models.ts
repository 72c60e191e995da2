import { randomUUID } from 'node:crypto'
import type { RowChange } from '../../src/application/ports/read-model-rows'
import type { ReadModels } from '../../src/application/ports/read-models'
import { changeContract } from './read-models/changes'
import { countContract } from './read-models/counts'
import { datasetListContract } from './read-models/dataset-list'
import { listContract } from './read-models/lists'
import { positionContract } from './read-models/positions'
import { readableContract } from './read-models/readable'
import { tokenListContract } from './read-models/token-list'

export interface OpenedReadModels {
  readonly models: ReadModels
  close(): Promise<void>
}

/** Models of a fresh store, at no position yet, and how to change them without minding the position. */
export interface Subject {
  readonly models: ReadModels
  readonly storeId: string
  change(...changes: readonly RowChange[]): Promise<void>
}

/** What all read models keep to, whatever they are kept in. */
export function readModelsContract(name: string, open: () => Promise<OpenedReadModels>): void {
  describe(`${name} as read models`, () => {
    let opened: OpenedReadModels
    let storeId: string
    beforeAll(async () => {
      opened = await open()
    })
    beforeEach(async () => {
      storeId = randomUUID()
      await opened.models.prepare(storeId)
    })
    afterAll(() => opened.close())

    const subject = (): Subject => ({
      models: opened.models,
      storeId,
      async change(...changes) {
        const from = await opened.models.position()
        expect(await opened.models.apply(from, (from ?? 0n) + 1n, changes)).toBe('applied')
      },
    })

    positionContract(subject)
    changeContract(subject)
    listContract(subject)
    tokenListContract(subject)
    datasetListContract(subject)
    readableContract(subject)
    countContract(subject)
  })
}

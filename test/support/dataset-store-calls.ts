import type { DatasetStore } from '../../src/application/ports/dataset-store'

/** The same files, for one node: `work` is done right before each import's files are placed. */
export const beforePlacing = (datasets: DatasetStore, work: () => Promise<unknown>): DatasetStore => ({
  ...datasets,
  async stage(importId) {
    const staging = await datasets.stage(importId)
    return {
      ...staging,
      async place(area, record) {
        await work()
        await staging.place(area, record)
      },
    }
  },
})

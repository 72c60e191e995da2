import type { PlanningLimits } from '../../application/plan-upload'
import type { Config } from './config'

/** Beyond it the pairs of supplied pseudonyms take more memory than a worker has. */
const maxDistinctValues = 1_000_000

export const planningLimits = ({ limits: { maxColumns, maxRecordBytes } }: Config): PlanningLimits => ({
  maxColumns,
  maxRecordBytes,
  maxDistinctValues,
})

import type { DescribedPath } from './operation'
import { auditOperations } from './operations-of-audit'
import { dataOperations } from './operations-of-data'
import { datasetOperations } from './operations-of-datasets'
import { projectOperations } from './operations-of-projects'
import { statisticsOperations } from './operations-of-statistics'
import { serviceOperations } from './operations-of-the-service'
import { uploadTokenOperations } from './operations-of-upload-tokens'
import { uploadOperations } from './operations-of-uploads'
import { userOperations } from './operations-of-users'

/** All that the API answers, in the order in which a reader meets it. */
export const describedPaths: readonly DescribedPath[] = [
  ...uploadOperations,
  ...userOperations,
  ...projectOperations,
  ...uploadTokenOperations,
  ...datasetOperations,
  ...auditOperations,
  ...statisticsOperations,
  ...dataOperations,
  ...serviceOperations,
]

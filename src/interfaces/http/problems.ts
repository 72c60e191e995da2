import type { ProblemTable } from './problem-table'
import { definitionProblems } from './problems-of-definitions'
import { formProblems } from './problems-of-forms'
import { managementProblems } from './problems-of-management'
import { requestProblems } from './problems-of-requests'
import { serviceProblems } from './problems-of-the-service'
import { tokenProblems } from './problems-of-tokens'

/** The one table from what is refused to what a client is told. */
export const problems: ProblemTable = {
  ...formProblems,
  ...definitionProblems,
  ...tokenProblems,
  ...managementProblems,
  ...requestProblems,
  ...serviceProblems,
}

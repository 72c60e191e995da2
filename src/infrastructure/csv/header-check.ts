import { applyHeaderCase, expectedHeader, type TransformationPlan } from '../../domain/deidentification/plan'
import type { TableRefusal } from '../../domain/deidentification/table-fault'
import type { Values } from './record-splitting'

/** `null`: the file's header bears the definition's names. Says nothing of what it bears instead. */
export function headerRefusal(plan: TransformationPlan, header: Values): TableRefusal | null {
  const { headerCase, nullString } = plan.dialect
  const names = expectedHeader(plan)
  if (header.length !== names.length) {
    return { code: 'header-mismatch', expected: names.length, found: header.length }
  }
  for (const [index, column] of names.entries()) {
    // A header holds names; one that reads like the null string is still a name.
    const name = applyHeaderCase(header[index] ?? nullString, headerCase)
    if (name !== column) return { code: 'header-mismatch', column, position: index + 1 }
  }
  return null
}

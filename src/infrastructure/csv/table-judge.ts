import { unreachable } from '../../domain/decider'
import type { TransformationPlan } from '../../domain/deidentification/plan'
import type { TableRefusal } from '../../domain/deidentification/table-fault'
import { faultLog } from './fault-log'
import { headerRefusal } from './header-check'
import type { Values } from './record-splitting'
import { rowRules } from './row-rules'
import type { ReadingFault, ReadTable } from './table-reader'

export interface TableJudge {
  /** Takes what was read next; a refusal ends the reading. */
  take(read: ReadTable): TableRefusal | null
  /** The answer on the whole file. */
  end(): TableRefusal | null
  /** Data records so far. */
  rows(): number
}

/**
 * Holds the header and every record against the plan. `emit` gets the records of a table without faults so
 * far, de-identified and as they were read, both by position in the file.
 */
export function tableJudge(
  plan: TransformationPlan,
  pseudonymise: (label: string, value: string) => string,
  emit: (deidentified: Values, original: Values) => void,
): TableJudge {
  const faults = faultLog(plan.limits)
  const judge = rowRules(plan, pseudonymise)
  let awaitsHeader = plan.dialect.header
  const { maxRows = Number.POSITIVE_INFINITY } = plan.limits
  let rows = 0

  const takeRow = (line: number, values: Values): TableRefusal | null => {
    rows += 1
    if (rows > maxRows) return { code: 'too-many-rows', limit: maxRows }
    const verdict = judge(values)
    switch (verdict.outcome) {
      case 'deidentified':
        if (faults.empty) emit(verdict.values, values)
        return null
      case 'faults':
        for (const fault of verdict.faults) faults.add({ line, record: rows, ...fault })
        return null
      case 'too-many-distinct-values':
        return { code: 'too-many-distinct-values', limit: plan.limits.maxDistinctValues }
      default:
        return unreachable(verdict)
    }
  }

  const takeFault = ({ line, column, rule }: ReadingFault): TableRefusal => {
    const name = column === null ? null : (plan.columns[column]?.name ?? null)
    faults.add({ line, record: awaitsHeader ? 0 : rows + 1, column: name, rule })
    return faults.refusal()
  }

  return {
    take({ records, fault }) {
      for (const { line, values } of records) {
        const refusal = awaitsHeader ? headerRefusal(plan, values) : takeRow(line, values)
        if (refusal !== null) return refusal
        awaitsHeader = false
      }
      return fault === null ? null : takeFault(fault)
    },
    end() {
      if (awaitsHeader) return { code: 'header-mismatch', expected: plan.columns.length, found: 0 }
      return faults.empty ? null : faults.refusal()
    },
    rows: () => rows,
  }
}

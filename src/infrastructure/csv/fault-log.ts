import {
  type FaultTotal,
  faultsNamed,
  type TableFault,
  type TableRefusal,
} from '../../domain/deidentification/table-fault'
import { faultHint } from './fault-hints'

export interface FaultLog {
  add(fault: Omit<TableFault, 'hint'>): void
  readonly empty: boolean
  refusal(): TableRefusal
}

/** Faults in the order they are added: the first hundred one by one, all of them counted. */
export function faultLog(limits: { readonly maxRecordBytes: number }): FaultLog {
  const errors: TableFault[] = []
  const totals = new Map<string, FaultTotal>()
  let count = 0
  return {
    add(fault) {
      count += 1
      if (errors.length < faultsNamed) errors.push({ ...fault, hint: faultHint(fault.rule, limits) })
      const { column, rule } = fault
      const key = JSON.stringify([column, rule])
      totals.set(key, { column, rule, count: (totals.get(key)?.count ?? 0) + 1 })
    },
    get empty() {
      return count === 0
    },
    refusal: () => ({
      code: 'csv-invalid',
      errors,
      totals: [...totals.values()],
      truncated: count > faultsNamed,
    }),
  }
}

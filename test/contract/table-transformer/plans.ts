import type { TransformResult } from '../../../src/application/ports/table-transformer'
import type { ColumnAction } from '../../../src/domain/deidentification/action'
import type { ColumnType } from '../../../src/domain/deidentification/column-type'
import type { Dialect } from '../../../src/domain/deidentification/dialect'
import type { PlannedColumn, TransformationPlan } from '../../../src/domain/deidentification/plan'
import type { TableFault } from '../../../src/domain/deidentification/table-fault'

/** A kept column of text, unless told otherwise. */
export const column = (
  name: string,
  action: ColumnAction | Exclude<ColumnAction['action'], 'numbergroup' | 'dategroup' | 'prefix'> = 'keep',
  more: Partial<Omit<PlannedColumn, 'name' | 'action'>> = {},
): PlannedColumn => ({
  name,
  type: 'text',
  action: typeof action === 'string' ? { action } : action,
  label: '',
  storeInKeyfile: false,
  ...more,
})

export const typed = (name: string, type: ColumnType): PlannedColumn => column(name, 'keep', { type })

export const defaultDialect: Dialect = {
  delimiter: ',',
  qualifier: '"',
  nullString: '',
  encoding: 'UTF8',
  header: true,
  headerCase: 'leave alone',
  dateOrder: 'MDY',
}

export interface PlanChoices {
  readonly dialect?: Partial<Dialect>
  readonly limits?: Partial<TransformationPlan['limits']>
  readonly pseudonymDomain?: number
}

/** Pairs the `pseudonym` column, where there is one, with the `pseudonymize` column. */
export function planOf(columns: readonly PlannedColumn[], choices: PlanChoices = {}): TransformationPlan {
  const position = (action: ColumnAction['action']): number =>
    columns.findIndex((candidate) => candidate.action.action === action)
  const supplied = position('pseudonym')
  return {
    dialect: { ...defaultDialect, ...choices.dialect },
    columns,
    pseudonymDomain: choices.pseudonymDomain ?? 1,
    pairing: supplied < 0 ? null : { original: position('pseudonymize'), supplied },
    limits: { maxRecordBytes: 1_000_000, maxDistinctValues: 1_000_000, ...choices.limits },
  }
}

export type PlacedFault = readonly [line: number, record: number, column: string | null, rule: string]

/** The faults of a refused table without their hints, or what came instead of a refusal. */
export function faultsOf(result: TransformResult): readonly PlacedFault[] | TransformResult {
  if (result.outcome !== 'refused' || result.refusal.code !== 'csv-invalid') return result
  return result.refusal.errors.map(({ line, record, column, rule }: TableFault) => [
    line,
    record,
    column,
    rule,
  ])
}

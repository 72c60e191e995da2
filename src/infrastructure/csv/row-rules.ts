import { typeRule } from '../../domain/deidentification/column-type'
import { isStored, type PlannedColumn, type TransformationPlan } from '../../domain/deidentification/plan'
import { type ValueActionResult, valueAction } from '../../domain/deidentification/value-action'
import { valueCheck } from '../../domain/deidentification/value-check'
import { pairingCheck } from './pairing'
import type { Values } from './record-splitting'

export interface CellFault {
  /** As the definition names it; `null` where it belongs to no one column. */
  readonly column: string | null
  readonly rule: string
}

export type RowVerdict =
  /** By position in the file: what each column's action made of the value; null where the column leaves. */
  | { readonly outcome: 'deidentified'; readonly values: Values }
  | { readonly outcome: 'faults'; readonly faults: readonly CellFault[] }
  | { readonly outcome: 'too-many-distinct-values' }

type Pseudonymise = (label: string, value: string) => string

/**
 * Checks and de-identifies records, one after the other: every value of every column, those that leave the
 * table too. One fault a cell, by position, then the pairing's. A pair with a faulty cell is not looked at.
 */
export function rowRules(
  { columns, dialect, pairing, limits }: TransformationPlan,
  pseudonymise: Pseudonymise,
): (values: Values) => RowVerdict {
  const rules = columns.map((column) => cellRule(column, dialect.dateOrder, pairing !== null, pseudonymise))
  const verdictOn = pairingCheck(limits.maxDistinctValues)

  return (values) => {
    if (values.length !== columns.length) {
      return { outcome: 'faults', faults: [{ column: null, rule: 'ragged-row' }] }
    }
    const faults: CellFault[] = []
    const results: (string | null)[] = []
    const faulty = new Set<number>()
    for (const [position, rule] of rules.entries()) {
      const value = values[position] ?? null
      const result = value === null ? nothing : rule(value)
      results.push(result.ok ? result.value : null)
      if (result.ok) continue
      faulty.add(position)
      faults.push({ column: columns[position]?.name ?? null, rule: result.rule })
    }
    if (pairing !== null && !faulty.has(pairing.original) && !faulty.has(pairing.supplied)) {
      const supplied = values[pairing.supplied] ?? null
      const verdict = verdictOn(values[pairing.original] ?? null, supplied)
      if (verdict === 'too-many') return { outcome: 'too-many-distinct-values' }
      if (verdict === 'conflict') {
        faults.push({ column: columns[pairing.supplied]?.name ?? null, rule: 'pseudonym-conflict' })
      }
      results[pairing.original] = supplied
    }
    return faults.length > 0 ? { outcome: 'faults', faults } : { outcome: 'deidentified', values: results }
  }
}

const nothing: ValueActionResult = { ok: true, value: null }

/** Type first, then what the column's action makes of the value. */
function cellRule(
  column: PlannedColumn,
  dateOrder: TransformationPlan['dialect']['dateOrder'],
  isPaired: boolean,
  pseudonymise: Pseudonymise,
): (value: string) => ValueActionResult {
  const isOfType = valueCheck(column.type, dateOrder)
  const wrongType: ValueActionResult = { ok: false, rule: typeRule(column.type) }
  const effect = cellEffect(column, dateOrder, isPaired, pseudonymise)
  return (value) => (isOfType(value) ? effect(value) : wrongType)
}

function cellEffect(
  column: PlannedColumn,
  dateOrder: TransformationPlan['dialect']['dateOrder'],
  isPaired: boolean,
  pseudonymise: Pseudonymise,
): (value: string) => ValueActionResult {
  if (!isStored(column.action)) return () => nothing
  if (column.action.action !== 'pseudonymize') return valueAction(column, dateOrder)
  // A supplied pseudonym takes its place once the row's pair is known.
  if (isPaired) return () => nothing
  return (value) => ({ ok: true, value: pseudonymise(column.label, value) })
}

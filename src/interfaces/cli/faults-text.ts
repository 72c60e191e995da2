import { tableOf } from './table'

/** As a refusal has them, and as the body of a problem repeats them. */
export interface Faults {
  readonly errors: readonly {
    readonly line: number
    readonly record: number
    readonly column: string | null
    readonly rule: string
    readonly hint: string
  }[]
  readonly totals: readonly {
    readonly column: string | null
    readonly rule: string
    readonly count: number
  }[]
  readonly truncated: boolean
}

/** The faults of a table, each at its place; where not all are named, also how many there are. */
export function faultsText({ errors, totals, truncated }: Faults): string {
  const places = tableOf(
    ['line', 'record', 'column', 'rule', 'hint'],
    errors.map(({ line, record, column, rule, hint }) => [
      String(line),
      String(record),
      column ?? '–',
      rule,
      hint,
    ]),
  )
  if (!truncated) return places
  const counts = tableOf(
    ['column', 'rule', 'count'],
    totals.map(({ column, rule, count }) => [column ?? '–', rule, String(count)]),
  )
  return `${places}\n\nThe first ${errors.length} are named. All of them, counted:\n\n${counts}`
}

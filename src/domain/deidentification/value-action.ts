import { unreachable } from '../decider'
import { actionText } from './action'
import { type ColumnType, typeRule } from './column-type'
import { type CalendarDay, parseDate, parseTimestamp } from './date-time'
import type { DateOrder } from './dialect'
import { numberGroup } from './number-group'
import type { PlannedColumn } from './plan'

export type ValueActionResult =
  | { readonly ok: true; readonly value: string | null }
  /** `not-a-number`, or the type's rule. */
  | { readonly ok: false; readonly rule: string }

/**
 * What a column's action makes of one decoded value that is of the column's type and not null; null stays
 * null. Throws for an action on the whole column (`hide`, `drop`, `pseudonymize`, `pseudonym`), which no
 * single value can tell: nothing falls back to `keep`.
 */
export function valueAction(
  { type, action }: Pick<PlannedColumn, 'type' | 'action'>,
  dateOrder: DateOrder,
): (value: string) => ValueActionResult {
  switch (action.action) {
    case 'keep':
      return (value) => ({ ok: true, value })
    case 'blank':
      return () => ({ ok: true, value: null })
    case 'numbergroup':
      return orRule(numberGroup(action.width, type), 'not-a-number')
    case 'dategroup':
      return orRule(dateGroup(action.unit, type, dateOrder), typeRule(type))
    case 'prefix':
      return (value) => ({ ok: true, value: prefix(value, action.length) })
    case 'hide':
    case 'drop':
    case 'pseudonymize':
    case 'pseudonym':
      throw new Error(`${actionText(action)} is no action on a single value`)
    default:
      return unreachable(action)
  }
}

const orRule =
  (label: (value: string) => string | null, rule: string) =>
  (value: string): ValueActionResult => {
    const labelled = label(value)
    return labelled === null ? { ok: false, rule } : { ok: true, value: labelled }
  }

/** `2014`, `2014-Q2`, `2014-05`: of the day as it is written, whatever the zone. */
function dateGroup(
  unit: 'year' | 'quarter' | 'month',
  type: ColumnType,
  order: DateOrder,
): (value: string) => string | null {
  return (value) => {
    const day = type === 'date' ? parseDate(value, order) : parseTimestamp(value, order, type !== 'timestamp')
    return day === null ? null : dateLabel(day, unit)
  }
}

function dateLabel({ year, month }: CalendarDay, unit: 'year' | 'quarter' | 'month'): string {
  const yearText = String(year).padStart(4, '0')
  switch (unit) {
    case 'year':
      return yearText
    case 'quarter':
      return `${yearText}-Q${Math.ceil(month / 3)}`
    case 'month':
      return `${yearText}-${String(month).padStart(2, '0')}`
    default:
      return unreachable(unit)
  }
}

/** Characters are code points: half of a surrogate pair is none. */
function prefix(value: string, length: number): string {
  if (value.length <= length) return value
  let end = 0
  let characters = 0
  for (const character of value) {
    if (characters === length) break
    end += character.length
    characters += 1
  }
  return value.slice(0, end)
}

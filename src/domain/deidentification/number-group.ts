import type { ColumnType } from './column-type'
import { type Decimal, decimalText, floorDivide, isWhole, parseDecimal } from './decimal'

/**
 * Labels the half-open group `[floor(v/N)·N, +N)` that holds a value: `140-149` for whole N on an integer column,
 * otherwise `140-150` with the upper bound excluded, and `-10 to -1` where a bound is negative. Bounds are
 * written in their shortest form, so a label depends on the width's value and not on its spelling. The label of
 * what is no number is `null`.
 */
export function numberGroup(width: string, type: ColumnType): (value: string) => string | null {
  const step = parseDecimal(width)
  if (step === null || step.digits <= 0n) throw new RangeError('a group has a positive width')
  const lastIncluded = isInteger(type) && isWhole(step)
  const unit = 10n ** BigInt(step.scale)

  return (value) => {
    const number = parseDecimal(value)
    if (number === null) return null
    const low = groupIndex(number, step, unit) * step.digits
    const high = low + step.digits - (lastIncluded ? unit : 0n)
    const joint = low < 0n || high < 0n ? ' to ' : '-'
    return `${bound(low, step)}${joint}${bound(high, step)}`
  }
}

const isInteger = (type: ColumnType): boolean =>
  type === 'smallint' || type === 'integer' || type === 'bigint'

const groupIndex = (number: Decimal, step: Decimal, unit: bigint): bigint =>
  floorDivide(number.digits * unit, step.digits * 10n ** BigInt(number.scale))

const bound = (digits: bigint, step: Decimal): string => decimalText({ digits, scale: step.scale })

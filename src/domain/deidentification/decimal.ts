/** An exact decimal number: `digits / 10^scale`. */
export interface Decimal {
  readonly digits: bigint
  /** At least 0. */
  readonly scale: number
}

/** Before the point, and after it, with the exponent written out. */
export const maxDigits = 1_000

const syntax = /^([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?$/

/**
 * PostgreSQL's decimal numbers, without white space, NaN and Infinity. Every digit written counts towards the
 * limit, zeros too, so that the work a number makes is bounded by its looks.
 */
function partsOf(text: string) {
  const match = syntax.exec(text)
  if (match === null) return null
  const whole = match[2] ?? ''
  const fraction = match[3] ?? match[4] ?? ''
  const exponent = Number(match[5] ?? 0)
  const before = whole.length + exponent
  const after = fraction.length - exponent
  if (whole.length > maxDigits || fraction.length > maxDigits) return null
  if (before > maxDigits || after > maxDigits) return null
  return { negative: match[1] === '-', digits: whole + fraction, scale: after }
}

export const isDecimal = (text: string): boolean => partsOf(text) !== null

/** `null`: not a number, or one of more than 1,000 digits on a side of its point. */
export function parseDecimal(text: string): Decimal | null {
  const parts = partsOf(text)
  if (parts === null) return null
  const magnitude = BigInt(parts.digits)
  const digits = parts.negative ? -magnitude : magnitude
  if (parts.scale >= 0) return { digits, scale: parts.scale }
  return { digits: digits * 10n ** BigInt(-parts.scale), scale: 0 }
}

/** The shortest plain spelling: no exponent, no zeros at the end of a fraction, `0` for zero of either sign. */
export function decimalText({ digits, scale }: Decimal): string {
  const negative = digits < 0n
  const padded = (negative ? -digits : digits).toString().padStart(scale + 1, '0')
  const whole = padded.slice(0, padded.length - scale)
  const fraction = padded.slice(padded.length - scale).replace(/0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

export const isWhole = ({ digits, scale }: Decimal): boolean => digits % 10n ** BigInt(scale) === 0n

/** Rounds towards negative infinity, where BigInt's own division rounds towards zero. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const exact = quotient * divisor === dividend
  return exact || dividend < 0n === divisor < 0n ? quotient : quotient - 1n
}

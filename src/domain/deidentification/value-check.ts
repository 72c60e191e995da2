import { unreachable } from '../decider'
import type { ColumnType } from './column-type'
import { isTime, parseDate, parseTimestamp } from './date-time'
import { isDecimal } from './decimal'
import type { DateOrder } from './dialect'

/**
 * Whether a decoded value, never null, is of the type: PostgreSQL's input, made strict. `real` and `double
 * precision` take every number that `numeric` takes, since values are kept as they are written.
 */
export function valueCheck(type: ColumnType, dateOrder: DateOrder): (value: string) => boolean {
  switch (type) {
    case 'text':
      return () => true
    case 'smallint':
      return (value) => isInteger(value) && within(Number(value), 2 ** 15)
    case 'integer':
      return (value) => isInteger(value) && within(Number(value), 2 ** 31)
    case 'bigint':
      return (value) => isInteger(value) && (value.length <= 18 || isBigint(BigInt(unsignedPlus(value))))
    case 'numeric':
    case 'real':
    case 'double precision':
      return isDecimal
    case 'boolean':
      return (value) => booleans.test(value)
    case 'date':
      return (value) => parseDate(value, dateOrder) !== null
    case 'timestamp':
      return (value) => parseTimestamp(value, dateOrder, false) !== null
    case 'timestamp with time zone':
      return (value) => parseTimestamp(value, dateOrder, true) !== null
    case 'time':
      return isTime
    case 'uuid':
      return (value) => uuids.test(value)
    default:
      return unreachable(type)
  }
}

const isInteger = (value: string): boolean => /^[+-]?[0-9]{1,1000}$/.test(value)

/** Rounding to a double can't carry a number across these bounds. */
const within = (number: number, bound: number): boolean => number >= -bound && number < bound

/** `BigInt` takes no plus sign. */
const unsignedPlus = (value: string): string => (value.startsWith('+') ? value.slice(1) : value)

const isBigint = (number: bigint): boolean => number >= -(2n ** 63n) && number < 2n ** 63n

/** Words, their unique prefixes, and digits; a lone `o` could be either. */
const booleans = /^(?:t(?:r(?:ue?)?)?|f(?:a(?:l(?:se?)?)?)?|y(?:es?)?|no?|on|off?|1|0)$/i

/** Hyphens after any four digits, braces around all or none. */
const uuids = /^(?:[0-9a-f]{4}(?:-?[0-9a-f]{4}){7}|\{[0-9a-f]{4}(?:-?[0-9a-f]{4}){7}\})$/i

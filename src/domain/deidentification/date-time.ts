import type { DateOrder } from './dialect'

/** A day of the proleptic Gregorian calendar. */
export interface CalendarDay {
  /** 1 to 9999. */
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
}

const iso = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/
const yearFirst = /^([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})$/
const yearLast = /^([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})$/

/** `YYYY-MM-DD`, or day, month and four-digit year in `order` with one of `/`, `-`, `.`; `null`: not a real date. */
export function parseDate(text: string, order: DateOrder): CalendarDay | null {
  const isoParts = iso.exec(text)
  if (isoParts !== null) return calendarDay(isoParts[1], isoParts[2], isoParts[3])
  if (order === 'YMD') {
    const [, year, , month, day] = yearFirst.exec(text) ?? []
    return calendarDay(year, month, day)
  }
  const [, first, , second, year] = yearLast.exec(text) ?? []
  return order === 'DMY' ? calendarDay(year, second, first) : calendarDay(year, first, second)
}

/** A date, or a date and a time of day parted by `T` or one space, with a zone only where `zoned`. */
export function parseTimestamp(text: string, order: DateOrder, zoned: boolean): CalendarDay | null {
  const at = text.search(/[T ]/)
  if (at < 0) return parseDate(text, order)
  return isClock(text.slice(at + 1), zoned) ? parseDate(text.slice(0, at), order) : null
}

/** `hh:mm[:ss[.f]]`. */
export const isTime = (text: string): boolean => isClock(text, false)

const hour = '(?:[01][0-9]|2[0-3])'
const sixty = '[0-5][0-9]'
const clock = `${hour}:${sixty}(?::${sixty}(?:\\.[0-9]+)?)?`
/** PostgreSQL's zones lie within 16 hours of UTC. */
const zone = `(?:Z|[+-](?:0[0-9]|1[0-5])(?::${sixty})?)`
const local = new RegExp(`^${clock}$`)
const maybeZoned = new RegExp(`^${clock}${zone}?$`)

const isClock = (text: string, zoned: boolean): boolean => (zoned ? maybeZoned : local).test(text)

function calendarDay(
  yearText: string | undefined,
  monthText: string | undefined,
  dayText: string | undefined,
): CalendarDay | null {
  const [year, month, day] = [Number(yearText), Number(monthText), Number(dayText)]
  // Also false for the NaN of a missing part. PostgreSQL has no year 0.
  const real = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
  return real ? { year, month, day } : null
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

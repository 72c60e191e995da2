const form = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/

/** A time of RFC 3339 in milliseconds since 1970; `null`: it isn't one. Leap seconds are none of ours. */
export function parseTime(text: string): number | null {
  const [, date, hours, minutes, seconds, fraction = '', zone = 'Z'] = form.exec(text) ?? []
  const midnight = Date.parse(`${date}T00:00:00Z`)
  // A day that the month doesn't have is taken for one of the next month.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null
  const zoned = `${date}T${hours}:${minutes}:${seconds}${fraction.slice(0, 4)}${zone.toUpperCase()}`
  const time = Date.parse(zoned)
  return Number.isNaN(time) || hours === '24' ? null : time
}

export const writeTime = (ms: number): string => new Date(ms).toISOString()

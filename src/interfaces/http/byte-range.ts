/** Of a content's bytes; `end` exclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

const rangeSet = /^bytes=[\t ]*(\d*)-(\d*)[\t ]*$/i

/**
 * The one range that a `Range` field asks of so many bytes (RFC 9110, 14.1.2). `null`: the whole is to be sent, since
 * the field asks for several ranges, in another unit, or for nothing that can be understood (14.2).
 */
export function readRange(field: string, bytes: number): ByteRange | 'unsatisfiable' | null {
  const [matched, first = '', last = ''] = rangeSet.exec(field) ?? []
  if (matched === undefined || (first === '' && last === '')) return null
  if (first === '') {
    const suffix = Math.min(Number(last), bytes)
    return suffix === 0 ? 'unsatisfiable' : { start: bytes - suffix, end: bytes }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return null
  if (start >= bytes) return 'unsatisfiable'
  return { start, end: last === '' ? bytes : Math.min(Number(last) + 1, bytes) }
}

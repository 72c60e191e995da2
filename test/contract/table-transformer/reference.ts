import type { PlacedFault } from './plans'

export type ReferenceOutcome = { readonly output: string } | { readonly faults: readonly PlacedFault[] }

type Value = string | null
type RecordEnd = {
  readonly at: number
  readonly broken: 'quote' | 'nul' | 'line-end' | 'record-too-long' | null
}

const quotedValue = /"(?:[^"\0]|"")*"(?!")/y
const plainValue = /[^,"\r\n\0]*/y

/**
 * The reading rules a second time, as plainly as they can be put: an ASCII table of the columns `a`, text, and
 * `n`, integer, both kept, without a header, with commas, quotes and the null string `N`.
 */
export function reference(file: string, maxRecordBytes: number): ReferenceOutcome {
  const faults: PlacedFault[] = []
  let output = 'a,n\n'
  let lineEnd: string | null = null
  let start = 0

  for (let record = 1; start < file.length; record += 1) {
    const line = file.slice(0, start).split('\n').length
    const { values, end } = readRecord(file, start, lineEnd, maxRecordBytes)
    if (end.broken !== null) {
      const placed = end.broken === 'quote' || end.broken === 'nul'
      faults.push([line, record, placed ? (['a', 'n'][values.length] ?? null) : null, end.broken])
      break
    }
    const [text, number] = values
    if (values.length !== 2) faults.push([line, record, null, 'ragged-row'])
    else if (number != null && !/^[+-]?\d{1,9}$/.test(number))
      faults.push([line, record, 'n', 'type-integer'])
    output += `${written(text ?? null)},${written(number ?? null)}\n`
    lineEnd ??= lineEndAt(file, end.at)
    start = end.at + lineEndAt(file, end.at).length
  }
  return faults.length > 0 ? { faults } : { output }
}

function readRecord(file: string, start: number, lineEnd: string | null, most: number) {
  const values: Value[] = []
  for (let at = start; ; at += 1) {
    const isQuoted = file[at] === '"'
    const text = matchAt(isQuoted ? quotedValue : plainValue, file, at)
    const end = text === null ? unclosed(file, at) : ending(file, at + text.length, lineEnd)
    // A byte that is wrong by itself is told before one that is only too much.
    const tooLong = end?.broken === 'quote' && end.at < file.length ? most - 1 : most
    const reached = end === null ? at + (text ?? '').length + 1 : end.at
    if (reached - start > tooLong)
      return { values, end: { at: start + most, broken: 'record-too-long' } as RecordEnd }
    if (end?.broken) return { values, end }
    if (isQuoted) values.push((text ?? '').slice(1, -1).replaceAll('""', '"'))
    else values.push(text === 'N' ? null : text)
    if (end !== null) return { values, end }
    at = reached - 1
  }
}

/** What follows a value; `null`: a delimiter, and the next value. */
function ending(file: string, at: number, lineEnd: string | null): RecordEnd | null {
  if (file[at] === ',') return null
  if (at === file.length) return { at, broken: null }
  if (file[at] === '\0') return { at, broken: 'nul' }
  const found = lineEndAt(file, at)
  if (found !== '') return { at, broken: found === (lineEnd ?? found) ? null : 'line-end' }
  return { at, broken: file[at] === '\r' ? 'line-end' : 'quote' }
}

function unclosed(file: string, at: number): RecordEnd {
  const nul = file.indexOf('\0', at)
  return nul < 0 ? { at: file.length, broken: 'quote' } : { at: nul, broken: 'nul' }
}

const lineEndAt = (file: string, at: number): string => /^\r?\n/.exec(file.slice(at, at + 2))?.[0] ?? ''

function matchAt(pattern: RegExp, file: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(file)?.[0] ?? null
}

const written = (value: Value): string => {
  if (value === null) return ''
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

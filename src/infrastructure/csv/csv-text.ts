/**
 * One record of RFC 4180 as every result is written: comma, LF; null is empty, and an empty text is `""` so
 * that it isn't read as null. A table of one column writes null as an empty line, as PostgreSQL does.
 */
export function csvRecord(values: readonly (string | null)[]): string {
  let text = ''
  let separator = ''
  for (const value of values) {
    text += separator + csvValue(value)
    separator = ','
  }
  return `${text}\n`
}

const csvValue = (value: string | null): string => {
  if (value === null) return ''
  if (value === '') return '""'
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

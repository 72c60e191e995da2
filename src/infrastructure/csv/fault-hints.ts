import { type ColumnType, columnTypes, typeRule } from '../../domain/deidentification/column-type'

const typeHints: Record<ColumnType, string> = {
  text: 'Write text.',
  smallint: 'Write a whole number from -32768 to 32767.',
  integer: 'Write a whole number from -2147483648 to 2147483647.',
  bigint: 'Write a whole number from -9223372036854775808 to 9223372036854775807.',
  numeric: 'Write a decimal number with a point, without spaces or thousands separators.',
  real: 'Write a decimal number with a point, without spaces or thousands separators.',
  'double precision': 'Write a decimal number with a point, without spaces or thousands separators.',
  boolean: 'Write true or false, yes or no, on or off, 1 or 0.',
  date: "Write a day that exists as YYYY-MM-DD, or in the order of the definition's DateFormat.",
  timestamp: "Write a date in the definition's DateFormat and a time as hh:mm:ss, without a zone.",
  'timestamp with time zone':
    "Write a date in the definition's DateFormat and a time as hh:mm:ss with Z or an offset.",
  time: 'Write a time as hh:mm or hh:mm:ss.',
  uuid: 'Write 32 hexadecimal digits, grouped by hyphens.',
}

const hints: ReadonlyMap<string, string> = new Map([
  ...columnTypes.map((type) => [typeRule(type), typeHints[type]] as const),
  ['not-a-number', 'Write a decimal number, so that its group can be told.'],
  ['ragged-row', 'Give the row as many values as the definition has columns.'],
  ['quote', 'Qualify the whole value, double every qualifier inside it, and close it.'],
  ['line-end', 'End every line alike, with LF or with CRLF.'],
  ['nul', 'Remove the NUL byte.'],
  ['encoding', "Save the file in the encoding that the definition's Format names."],
  [
    'record-too-long',
    'Shorten the record to at most {maxRecordBytes} bytes, or close the quoted value that swallows those after it.',
  ],
  [
    'pseudonym-conflict',
    'Supply one pseudonym for each original and one original for each pseudonym, none of them equal to an original.',
  ],
])

/** What to do about a broken rule: a sentence that is fixed but for the limit, so that it can never quote a value. */
export function faultHint(rule: string, { maxRecordBytes }: { readonly maxRecordBytes: number }): string {
  const hint = hints.get(rule)
  if (hint === undefined) throw new Error(`no hint for the rule ${rule}`)
  return hint.replace('{maxRecordBytes}', String(maxRecordBytes))
}

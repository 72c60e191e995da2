import { headerless, markedDefinition } from './bad-definitions'
import { badMark as mark } from './bad-mark'

const header = 'patient,age,diagnosis\n'

export const goodTable = `${header}patient1,63,typical ang\npatient2,,\n`

/** The same, with marks in every cell that takes one: only what it is sent with is wrong. */
export const markedTable = `${header}${mark}-1,63,${mark}-2\n`

/** A table of exactly so many bytes. */
export function filledTable(bytes: number, patient: string): string {
  const row = `${patient},63,${'b'.repeat(60)}\n`
  const rows = row.repeat((bytes - header.length) / row.length - 1)
  const [begin, end] = ['a,1,', '\n']
  const left = bytes - header.length - rows.length - begin.length - end.length
  return `${header}${rows}${begin}${'b'.repeat(left)}${end}`
}

/** What is wrong, the table that has it, and the fault: its rule, line, record and column. */
export const badTables: readonly (readonly [
  what: string,
  table: string | Uint8Array,
  fault: readonly [rule: string, line: number, record: number, column: string | null],
])[] = [
  ['a value too many', `${header}a,1,b\n${mark},1,b,${mark}\n`, ['ragged-row', 3, 2, null]],
  ['a value too few', `${header}${mark},1\n`, ['ragged-row', 2, 1, null]],
  ['an empty line', `${header}\n${mark},1,b\n`, ['ragged-row', 2, 1, null]],
  ['a value of another type', `${header}a,${mark},b\n`, ['type-integer', 2, 1, 'age']],
  ['a number beyond its type', `${header}a,2147483648,${mark}\n`, ['type-integer', 2, 1, 'age']],
  ['a quote that is never closed', `${header}a,1,b\na,1,"${mark}\n`, ['quote', 3, 2, 'diagnosis']],
  ['data behind a closing quote', `${header}"a"${mark},1,b\n`, ['quote', 2, 1, 'patient']],
  ['a quote inside an unquoted value', `${header}a,1,${mark}"b"\n`, ['quote', 2, 1, 'diagnosis']],
  ['CRLF after LF', `${header}${mark},1,b\r\n`, ['line-end', 2, 1, null]],
  ['LF after CRLF', `patient,age,diagnosis\r\n${mark},1,b\n`, ['line-end', 2, 1, null]],
  ['NUL', `${header}a,1,${mark}\0\n`, ['nul', 2, 1, 'diagnosis']],
  [
    'invalid UTF-8',
    Buffer.from(`${header}a,1,M\xfcller ${mark}\n`, 'latin1'),
    ['encoding', 2, 1, 'diagnosis'],
  ],
]

/** What is wrong, the table, its definition, and what the answer says of the header's place. */
export const badHeaders: readonly (readonly [
  what: string,
  table: string,
  definition: string,
  says: readonly string[],
])[] = [
  ['another name', markedTable.replace('age', mark), markedDefinition, ['"age"', '2']],
  ['another case', markedTable.replace('diagnosis', 'Diagnosis'), markedDefinition, ['"diagnosis"', '3']],
  ['another order', markedTable.replace('patient,age', 'age,patient'), markedDefinition, ['"patient"', '1']],
  ['a column too many', markedTable.replace('age', `age,${mark}`), markedDefinition, ['3', '4']],
  ['a column too few', markedTable.replace('age,', ''), markedDefinition, ['3', '2']],
  ['no header but a row', `${mark},63,${mark}\n`, markedDefinition, ['"patient"', '1']],
  ['nothing at all', '', markedDefinition, ['3', '0']],
]

/** A table without a header whose rows don't have the definition's columns. */
export const raggedWithoutHeader = { table: `${mark},63\n`, definition: headerless }

import { column, planOf, typed } from './plans'
import type { TransformerUnderTest } from './transformer-under-test'

const ab = [column('a'), column('b')]

/** Dialects and the small print of records, header and null. */
export function readingContract(under: TransformerUnderTest): void {
  describe('reads', () => {
    const cases: readonly [string, Parameters<typeof planOf>, string | Uint8Array, string][] = [
      ['commas and LF', [ab], 'a,b\n1,2\n', 'a,b\n1,2\n'],
      ['CRLF, without a trace of CR in values', [ab], 'a,b\r\n1,2\r\n"3","4"\r\n', 'a,b\n1,2\n3,4\n'],
      ['a last line without its end', [ab], 'a,b\n1,2', 'a,b\n1,2\n'],
      ['a last line without its end, after CRLF', [ab], 'a,b\r\n1,2', 'a,b\n1,2\n'],
      ['a last value that is quoted and ends the file', [ab], 'a,b\n1,"2"', 'a,b\n1,2\n'],
      ['a table of no rows', [ab], 'a,b\n', 'a,b\n'],
      ['a header that ends the file', [ab], 'a,b', 'a,b\n'],
      ['a file without a header', [ab, { dialect: { header: false } }], '1,2\n', 'a,b\n1,2\n'],
      ['an empty file without a header', [ab, { dialect: { header: false } }], '', 'a,b\n'],
      ['a byte-order mark', [ab], '\ufeffa,b\n1,2\n', 'a,b\n1,2\n'],
      ['a byte-order mark before a quote', [ab], '\ufeff"a",b\n1,2\n', 'a,b\n1,2\n'],
      ['a second byte-order mark as data', [ab], 'a,b\n\ufeff1,2\n', 'a,b\n\ufeff1,2\n'],
      ['tabs', [ab, { dialect: { delimiter: '\t' } }], 'a\tb\n1,5\t2\n', 'a,b\n"1,5",2\n'],
      ['semicolons', [ab, { dialect: { delimiter: ';' } }], 'a;b\n1;"2;3"\n', 'a,b\n1,2;3\n'],
      [
        'another qualifier',
        [ab, { dialect: { qualifier: "'" } }],
        "a,b\n'it''s','1,2'\n",
        'a,b\nit\'s,"1,2"\n',
      ],
      [
        'quotes as data under another qualifier',
        [ab, { dialect: { qualifier: "'" } }],
        'a,b\n"1",2"\n',
        'a,b\n"""1""","2"""\n',
      ],
      [
        'delimiter and qualifier of more than one byte',
        [ab, { dialect: { delimiter: '¦', qualifier: '§' } }],
        'a¦b\n§1¦§§¦2§¦3\n',
        'a,b\n1¦§¦2,3\n',
      ],
      [
        'a delimiter outside the basic plane',
        [ab, { dialect: { delimiter: '😀' } }],
        'a😀b\n1😀😁\n',
        'a,b\n1,😁\n',
      ],
      [
        'the same two in a single byte each',
        [ab, { dialect: { delimiter: '¦', qualifier: '§', encoding: 'LATIN1' } }],
        Buffer.from('a¦b\n§1¦§§¦2§¦é\n', 'latin1'),
        'a,b\n1¦§¦2,é\n',
      ],
      [
        'a qualifier that the encoding does not have',
        [ab, { dialect: { qualifier: '€', encoding: 'LATIN1' } }],
        'a,b\n"1",2\n',
        'a,b\n"""1""",2\n',
      ],
      [
        'delimiters, line ends and doubled qualifiers inside quotes',
        [ab],
        'a,b\n"1,2","3""4"\n"5\n6","7\r\n8"\n"9\r0",""""\n',
        'a,b\n"1,2","3""4"\n"5\n6","7\r\n8"\n"9\r0",""""\n',
      ],
      ['a line feed inside quotes of a CRLF file', [ab], 'a,b\r\n"1\n2",3\r\n', 'a,b\n"1\n2",3\n'],
      ['line ends in the header', [[column('a\nb'), column('c')]], '"a\nb",c\n1,2\n', '"a\nb",c\n1,2\n'],
      ['white space as it is', [ab], 'a,b\n 1 ,\u00a02\t\n', 'a,b\n 1 ,\u00a02\t\n'],
      ['a backslash as it is', [ab], 'a,b\n\\,\\.\n', 'a,b\n\\,\\.\n'],
      ['a number sign as it is', [ab], 'a,b\n#1,2\n', 'a,b\n#1,2\n'],
      ['an unquoted empty value as null, a quoted one as text', [ab], 'a,b\n,""\n', 'a,b\n,""\n'],
      ['nulls only', [ab], 'a,b\n,\n', 'a,b\n,\n'],
      [
        'a null string only where it is not quoted',
        [ab, { dialect: { nullString: 'NA' } }],
        'a,b\nNA,"NA"\n,""\nNAN,na\n',
        'a,b\n,NA\n"",""\nNAN,na\n',
      ],
      [
        'a null string that holds the delimiter as never there',
        [ab, { dialect: { nullString: '1,2' } }],
        'a,b\n1,2\n"1,2",3\n',
        'a,b\n1,2\n"1,2",3\n',
      ],
      [
        'a null string that is the name of a column',
        [[column('NA'), column('b')], { dialect: { nullString: 'NA' } }],
        'NA,b\nNA,2\n',
        'NA,b\n,2\n',
      ],
      ['empty lines of one column as nulls', [[column('a')]], 'a\n1\n\n""\n\n', 'a\n1\n\n""\n\n'],
      [
        'empty lines of one column as empty texts where null is written out',
        [[column('a')], { dialect: { nullString: 'NA' } }],
        'a\r\n\r\nNA\r\n',
        'a\n""\n\n',
      ],
      [
        'names that objects are made of',
        [[column('__proto__'), column('constructor'), column('')]],
        '__proto__,constructor,\ntoString,valueOf,1\n',
        '__proto__,constructor,""\ntoString,valueOf,1\n',
      ],
    ]

    test.each(cases)('%s', async (_, plan, file, expected) => {
      const { result, output } = await under.transform(planOf(...plan), file)
      expect(output).toBe(expected)
      expect(result).toMatchObject({ outcome: 'transformed', bytes: Buffer.byteLength(expected) })
    })

    test.each([
      ['leave alone', 'Age,B', ['Age', 'B']],
      ['lower', 'AGE,Größe', ['age', 'größe']],
      ['upper', 'age,é', ['AGE', 'É']],
    ] as const)('a header whose case is to be: %s', async (headerCase, header, names) => {
      const plan = planOf(
        names.map((name) => column(name)),
        { dialect: { headerCase } },
      )
      const { output } = await under.transform(plan, `${header}\n1,2\n`)
      expect(output).toBe(`${names.join(',')}\n1,2\n`)
    })

    test('a record as long as may be, its line end not counted', async () => {
      const plan = planOf([column('a')], { limits: { maxRecordBytes: 6 } })
      const { output } = await under.transform(plan, 'a\r\n123456\r\n"é12"\r\n123456\r\n')
      expect(output).toBe('a\n123456\né12\n123456\n')
    })

    test('more rows than a chunk holds, and counts them', async () => {
      const rows = Array.from({ length: 20_000 }, (_, index) => `${index},"v ${index}"\n`)
      const { result, output } = await under.transform(
        planOf([typed('a', 'integer'), column('b')]),
        `a,b\n${rows.join('')}`,
      )
      expect(output).toBe(`a,b\n${rows.join('').replaceAll('"', '')}`)
      expect(result).toMatchObject({ outcome: 'transformed', rows: 20_000 })
    })
  })

  describe('refuses a header', () => {
    const refusal = async (file: string, columns = ab) => under.answer(planOf(columns), file)
    const refused = (more: object) => ({ outcome: 'refused', refusal: { code: 'header-mismatch', ...more } })

    test.each([
      ['that is not there', '', { expected: 2, found: 0 }],
      ['that is only a byte-order mark', '\ufeff', { expected: 2, found: 0 }],
      ['with too few names', 'a\n1,2\n', { expected: 2, found: 1 }],
      ['that is an empty line', '\n1,2\n', { expected: 2, found: 1 }],
      ['with too many names', 'a,b,c\n1,2\n', { expected: 2, found: 3 }],
      ['with another name, told by the definition', 'a,Jane\n1,2\n', { column: 'b', position: 2 }],
      ['in another case', 'A,b\n1,2\n', { column: 'a', position: 1 }],
      ['in another order', 'b,a\n1,2\n', { column: 'a', position: 1 }],
      ['with a name twice', 'a,a\n1,2\n', { column: 'b', position: 2 }],
      ['with a space too many', 'a, b\n1,2\n', { column: 'b', position: 2 }],
      ['before anything is said of the rows', 'a,c\n1\n"', { column: 'b', position: 2 }],
    ])('%s', async (_, file, more) => expect(await refusal(file)).toEqual(refused(more)))
  })
}

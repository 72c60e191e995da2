import { faultHint } from '../../../src/infrastructure/csv/fault-hints'
import { column, faultsOf, type PlacedFault, planOf, typed } from './plans'
import type { TransformerUnderTest } from './transformer-under-test'

const two = [column('a'), typed('n', 'integer')]
const ragged = (line: number, record: number): PlacedFault => [line, record, null, 'ragged-row']

/** Every rule at its exact place, and what comes first when several are broken. */
export function faultsContract(under: TransformerUnderTest): void {
  const cases: readonly [string, string, readonly PlacedFault[]][] = [
    ['too few values', 'a,n\n1\n2,2\n', [ragged(2, 1)]],
    ['too many values', 'a,n\n1,1\n2,2,2\n', [ragged(3, 2)]],
    ['one delimiter too many', 'a,n\n1,1,\n', [ragged(2, 1)]],
    ['an empty line between rows', 'a,n\n1,1\n\n2,2\n', [ragged(3, 2)]],
    ['an empty line at the end', 'a,n\n1,1\n\n', [ragged(3, 2)]],
    ['every ragged row of many', 'a,n\n1\n1,2,3\n1,2\n1,2,3\n', [ragged(2, 1), ragged(3, 2), ragged(5, 4)]],
    [
      'a ragged row and the values around it',
      'a,n\n1,x\n1\n1,y\n',
      [[2, 1, 'n', 'type-integer'], ragged(3, 2), [4, 3, 'n', 'type-integer']],
    ],
    [
      'lines and records that part in quotes',
      'a,n\n"1\n\n2",1\n"3\r\n",x\n4,y\n',
      [
        [5, 2, 'n', 'type-integer'],
        [7, 3, 'n', 'type-integer'],
      ],
    ],
    ['a quote that is never closed', 'a,n\n1,1\n2,"2\n3,3\n', [[3, 2, 'n', 'quote']]],
    ['an opening quote that ends the file', 'a,n\n"', [[2, 1, 'a', 'quote']]],
    ['data after a closing quote', 'a,n\n1,1\n"2"x,2\n', [[3, 2, 'a', 'quote']]],
    ['a space after a closing quote', 'a,n\n"2" ,2\n', [[2, 1, 'a', 'quote']]],
    ['a space before an opening quote', 'a,n\n2, "2"\n', [[2, 1, 'n', 'quote']]],
    ['a quote inside an unquoted value', 'a,n\nO"Hara,2\n', [[2, 1, 'a', 'quote']]],
    ['a quote at the end of an unquoted value', 'a,n\n6",2\n', [[2, 1, 'a', 'quote']]],
    ['a quote in a value past the last column', 'a,n\n1,1,x"\n', [[2, 1, null, 'quote']]],
    [
      'a quote that hides line ends from whoever counts them',
      'a,n\n1,1\nx"y,2\n3"z,3\n',
      [[3, 2, 'a', 'quote']],
    ],
    ['CRLF where LF was', 'a,n\n1,1\r\n2,2\n', [[2, 1, null, 'line-end']]],
    ['LF where CRLF was', 'a,n\r\n1,1\n2,2\r\n', [[2, 1, null, 'line-end']]],
    ['CRLF after a quoted value where LF was', 'a,n\n1,"1"\r\n', [[2, 1, null, 'line-end']]],
    ['LF after a quoted value where CRLF was', 'a,n\r\n1,"1"\n', [[2, 1, null, 'line-end']]],
    ['a lone carriage return', 'a,n\n1,1\n2\r,2\n', [[3, 2, null, 'line-end']]],
    ['lone carriage returns for line ends', 'a,n\r1,1\r', [[1, 0, null, 'line-end']]],
    ['a carriage return that ends the file', 'a,n\r\n1,1\r', [[2, 1, null, 'line-end']]],
    ['two carriage returns', 'a,n\r\n1,1\r\r\n', [[2, 1, null, 'line-end']]],
    ['NUL', 'a,n\n1,1\n2,\0\n', [[3, 2, 'n', 'nul']]],
    ['NUL inside quotes', 'a,n\n"1\0",1\n', [[2, 1, 'a', 'nul']]],
    ['NUL after a closing quote', 'a,n\n"1"\0,1\n', [[2, 1, 'a', 'nul']]],
    ['NUL that begins a record', 'a,n\n1,1\n\0', [[3, 2, 'a', 'nul']]],
    ['a malformed quote in the header', '"a"b,n\n1,1\n', [[1, 0, 'a', 'quote']]],
    ['an open quote in the header', 'a,"n\n1,1\n', [[1, 0, 'n', 'quote']]],
    ['NUL in the header', 'a,\0n\n', [[1, 0, 'n', 'nul']]],
    ['a quote before NUL', 'a,n\n1"\0,1\n', [[2, 1, 'a', 'quote']]],
    ['NUL before a quote', 'a,n\n\0"1"x,1\n', [[2, 1, 'a', 'nul']]],
    ['a quote before a line end', 'a,n\n1"\r,1\n', [[2, 1, 'a', 'quote']]],
    [
      'values before a quote, and none after it',
      'a,n\n1,x\n2,2\n3,"3"3\n4,y\n',
      [
        [2, 1, 'n', 'type-integer'],
        [4, 3, 'n', 'quote'],
      ],
    ],
    [
      'values before NUL, and none of its own record',
      'a,n\n1,x\n2,x,\0\n4,y\n',
      [
        [2, 1, 'n', 'type-integer'],
        [3, 2, null, 'nul'],
      ],
    ],
    [
      'values before a line end',
      'a,n\n1,x\n2\n3,3\r\n',
      [[2, 1, 'n', 'type-integer'], ragged(3, 2), [4, 3, null, 'line-end']],
    ],
  ]

  describe('places', () => {
    test.each(cases)('%s', async (_, file, expected) => {
      expect(faultsOf(await under.answer(planOf(two), file))).toEqual(expected)
    })

    const short = planOf(two, { limits: { maxRecordBytes: 8 } })
    test.each<[string, string, PlacedFault]>([
      ['a byte too many', 'a,n\n1,1\n1234567,8\n', [3, 2, null, 'record-too-long']],
      ['a byte too many in UTF-8', 'a,n\nééé,12\n', [2, 1, null, 'record-too-long']],
      ['a byte too many at the end of the file', 'a,n\n1234567,8', [2, 1, null, 'record-too-long']],
      ['line ends inside quotes counted', 'a,n\n"\n\n\n\n\n\n\n\n', [2, 1, null, 'record-too-long']],
      ['a header too long', 'a,n,567890\n1,1\n', [1, 0, null, 'record-too-long']],
      ['a quote before the length', 'a,n\n1"34567890\n', [2, 1, 'a', 'quote']],
      ['a quote after the length', 'a,n\n1234567890"\n', [2, 1, null, 'record-too-long']],
      ['NUL at the first byte too many', 'a,n\n12345678\0\n', [2, 1, 'a', 'nul']],
      ['NUL after the first byte too many', 'a,n\n123456789\0\n', [2, 1, null, 'record-too-long']],
      ['a lone CR at the first byte too many', 'a,n\n12345678\r1\n', [2, 1, null, 'line-end']],
      ['a closing quote at the first byte too many', 'a,n\n"2345678",1\n', [2, 1, null, 'record-too-long']],
    ])('a record too long: %s', async (_, file, expected) => {
      expect(faultsOf(await under.answer(short, file))).toEqual([expected])
    })

    test('a record too long that is cut inside a character, or between the halves of a doubled qualifier', async () => {
      const wide = planOf(two, { dialect: { qualifier: '§' }, limits: { maxRecordBytes: 7 } })
      const placed = [[2, 1, null, 'record-too-long']]
      expect(faultsOf(await under.answer(wide, 'a,n\n§1§§§§§,1\n'))).toEqual(placed)
      expect(faultsOf(await under.answer(wide, 'a,n\n§12§§34§,1\n'))).toEqual(placed)
    })

    test('a quote and an invalid byte, whichever is first', async () => {
      const bytes = (text: string) => Buffer.from(text, 'latin1')
      expect(faultsOf(await under.answer(planOf(two), bytes('a,n\n1"\xff,1\n')))).toEqual([
        [2, 1, 'a', 'quote'],
      ])
      expect(faultsOf(await under.answer(planOf(two), bytes('a,n\n1\xff",1\n')))).toEqual([
        [2, 1, 'a', 'encoding'],
      ])
      expect(faultsOf(await under.answer(planOf(two), bytes('a,n\r\n1\r\xff')))).toEqual([
        [2, 1, null, 'line-end'],
      ])
      expect(faultsOf(await under.answer(planOf(two), bytes('a,n\n"1\xe2\x82')))).toEqual([
        [2, 1, 'a', 'encoding'],
      ])
    })
  })

  test('says what to do in words that quote nothing', async () => {
    const file = 'a,n\nJane-Doe,Jane-Doe\nJane-Doe\n"Jane-Doe"Jane-Doe,1\n'
    const result = await under.answer(planOf(two), file)
    expect(JSON.stringify(result)).not.toContain('Jane')
    expect(result).toMatchObject({
      refusal: {
        errors: ['type-integer', 'ragged-row', 'quote'].map((rule) => ({
          rule,
          hint: faultHint(rule, { maxRecordBytes: 0 }),
        })),
        totals: [
          { column: 'n', rule: 'type-integer', count: 1 },
          { column: null, rule: 'ragged-row', count: 1 },
          { column: 'a', rule: 'quote', count: 1 },
        ],
        truncated: false,
      },
    })
  })

  test('counts a thousand planted faults exactly and names the first hundred', async () => {
    const planted: PlacedFault[] = []
    const rows = Array.from({ length: 4_000 }, (_, index): string => {
      if (index % 4 !== 1) return `"${index}\n",${index}`
      const isRagged = index % 5 === 0
      planted.push([
        2 * index + 2 - planted.length,
        index + 1,
        isRagged ? null : 'n',
        isRagged ? 'ragged-row' : 'type-integer',
      ])
      return isRagged ? `${index}` : `${index},x${index}`
    })
    const result = await under.answer(planOf(two), `a,n\n${rows.join('\n')}\n`)
    expect(planted).toHaveLength(1_000)
    expect(faultsOf(result)).toEqual(planted.slice(0, 100))
    expect(result).toMatchObject({
      refusal: {
        totals: [
          { column: 'n', rule: 'type-integer', count: 800 },
          { column: null, rule: 'ragged-row', count: 200 },
        ],
        truncated: true,
      },
    })
  })

  test('names a hundred faults without saying that there are more', async () => {
    const result = await under.answer(planOf(two), `a,n\n${'1,x\n'.repeat(100)}`)
    expect(result).toMatchObject({ refusal: { truncated: false } })
    expect(faultsOf(result)).toHaveLength(100)
  })
}

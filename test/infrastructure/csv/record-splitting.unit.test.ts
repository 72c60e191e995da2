import { recordSplitter } from '../../../src/infrastructure/csv/record-splitting'

/** What csv-parse does by itself and must not do here, one test a trap. */
describe('csv-parse, as it is used here', () => {
  const dialect = { delimiter: ',', qualifier: '"', nullString: 'NA' }
  const split = (text: string, lineEnd = '\n', choices: Partial<typeof dialect> = {}) =>
    recordSplitter({ ...dialect, ...choices }).split(Buffer.from(text), lineEnd, (record) =>
      Buffer.from(`${text.split(lineEnd).slice(0, record).join(lineEnd)}${record > 0 ? lineEnd : ''}`),
    )

  test('does not guess the line end from the first line', () => {
    expect(split('a\nb\r\n', '\n').records).toEqual([['a'], ['b\r']])
    expect(split('a\nb\r\n', '\r\n').records).toEqual([['a\nb']])
  })

  test('keeps duplicate names, empty records and records of any length', () => {
    expect(split('a,a\n\n1\n1,2,3\n').records).toEqual([['a', 'a'], [''], ['1'], ['1', '2', '3']])
  })

  test('keeps white space, numbers as text, and a byte-order mark that is data', () => {
    expect(split(' 1 ,007\n\ufeffx,1e3\n').records).toEqual([
      [' 1 ', '007'],
      ['\ufeffx', '1e3'],
    ])
  })

  test('tells a quoted null string from an unquoted one, in a batch that has both and one that has not', () => {
    expect(split('NA,"NA"\n').records).toEqual([[null, 'NA']])
    expect(split('NA,"x"\n').records).toEqual([[null, 'x']])
    expect(split(',""\n"a""b",\n', '\n', { nullString: '' }).records).toEqual([
      [null, ''],
      ['a"b', null],
    ])
    expect(split("'it''s',it\n", '\n', { qualifier: "'", nullString: "it's" }).records).toEqual([
      ["it's", 'it'],
    ])
  })

  test('gives the records before a malformed quote, and where it is', () => {
    expect(split('1,2\n3,NA\n4,5"\n6,7\n')).toEqual({
      records: [
        ['1', '2'],
        ['3', null],
      ],
      malformed: { record: 2, column: 1 },
    })
    expect(split('"1"2\n')).toEqual({ records: [], malformed: { record: 0, column: 0 } })
    expect(split('1,"2\n')).toEqual({ records: [], malformed: { record: 0, column: 1 } })
  })

  test.each([
    ['', false, 0],
    ['a', false, 0],
    ['a,', false, 1],
    ['a,"b', false, 1],
    ['a,"b"', false, 1],
    ['a,b"', true, 1],
    ['"a"b,c', true, 0],
  ])('says where the beginning %j of a record breaks off', (text, malformedQuote, column) => {
    expect(recordSplitter(dialect).splitBeginning(Buffer.from(text))).toEqual({ malformedQuote, column })
  })

  test('leaves the bytes that it was given alone, and copies what it keeps', () => {
    const bytes = Buffer.from('a,"b"\n')
    const { records } = recordSplitter(dialect).split(bytes, '\n', () => bytes)
    expect(bytes.toString()).toBe('a,"b"\n')
    bytes.fill(0)
    expect(records).toEqual([['a', 'b']])
  })

  test('reveals no cell in its faults', () => {
    const broken = recordSplitter({ ...dialect, delimiter: '' })
    expect(() => broken.split(Buffer.from('Jane\n'), '\n', () => Buffer.alloc(0))).toThrow(
      /^csv-parse answered CSV_\w+$/,
    )
  })
})

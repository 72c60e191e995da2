import { column, planOf, typed } from './plans'
import { cutAt, type Transformed, type TransformerUnderTest } from './transformer-under-test'

const plan = planOf([column('é'), typed('n', 'integer')], {
  dialect: { delimiter: '¦', nullString: 'NA' },
  limits: { maxRecordBytes: 30 },
})

/** The same file, however it comes. */
export function chunksContract(under: TransformerUnderTest): void {
  test.each([
    ['plain LF', 'é¦n\n1¦2\nNA¦NA\n"a¦b"¦7\n'],
    ['a mark, CRLF, quotes and wide characters', '\ufeffé¦n\r\n"a""b\r\nc"¦"1"\r\n😀\u2028¦NA\r\n""¦2'],
    ['value faults', 'é¦n\r\n1¦x\r\n"\n"¦y\r\n1\r\n'],
    ['a malformed quote', 'é¦n\n1¦1\n"😀"¦"2"¦\n1¦"3"é¦x\n'],
    ['an open quote', 'é¦n\n1¦1\n"2""é""'],
    ['a lone carriage return', 'é¦n\r\n1¦1\r\n2\r¦2\r\n'],
    ['another line end', 'é¦n\r\n1¦1\r\n2¦2\n'],
    ['a carriage return at the end', 'é¦n\r\n1¦1\r'],
    ['NUL', 'é¦n\n1¦1\n"é\n\0"¦1\n'],
    ['a record too long', 'é¦n\n1¦1\n123456789012345678901234567890¦1\n'],
    [
      'an invalid byte',
      Buffer.concat([Buffer.from('é¦n\n1¦x\n"é\n'), Buffer.from([0xe2, 0x82]), Buffer.from('"¦1\n')]),
    ],
    [
      'an unfinished character at the end',
      Buffer.concat([Buffer.from('é¦n\n1¦x\né'), Buffer.from([0xf0, 0x9f])]),
    ],
  ])('has the same outcome cut at every byte: %s', async (_, file) => {
    const bytes = Buffer.from(file)
    const outcomeOf = ({ result, output }: Transformed) =>
      result.outcome === 'transformed' ? { result, output } : { result }
    const expected = outcomeOf(await under.transform(plan, bytes))
    const seen = async (offsets: readonly number[]) =>
      outcomeOf(await under.transform(plan, cutAt(bytes, offsets)))
    for (let offset = 0; offset <= bytes.length; offset += 1) {
      expect([offset, await seen([offset])]).toEqual([offset, expected])
    }
    expect(await seen(Array.from(bytes, (_byte, offset) => offset))).toEqual(expected)
  })
}

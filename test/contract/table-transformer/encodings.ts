import type { EncodingName } from '../../../src/domain/deidentification/dialect'
import { column, faultsOf, planOf } from './plans'
import type { TransformerUnderTest } from './transformer-under-test'
import { upperHalves } from './upper-halves'

const plan = (encoding: EncodingName) => planOf([column('a')], { dialect: { encoding } })
const file = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

export function encodingsContract(under: TransformerUnderTest): void {
  describe.each(Object.entries(upperHalves) as [EncodingName, string][])(
    'decodes %s',
    (encoding, upperHalf) => {
      const characters = [...upperHalf].map((character, index) => ({ byte: 0x80 + index, character }))
      const assigned = characters.filter(({ character }) => character !== '\ufffd')
      const unassigned = characters.filter(({ character }) => character === '\ufffd')

      test('as PostgreSQL does', async () => {
        const rows = assigned.map(({ byte }) => file([byte], '\n'))
        const { output } = await under.transform(plan(encoding), Buffer.concat([file('a\n'), ...rows]))
        expect(output.split('\n').slice(1, -1)).toEqual(assigned.map(({ character }) => character))
      })

      test('and refuses what PostgreSQL refuses', async () => {
        for (const { byte } of unassigned) {
          const result = await under.answer(plan(encoding), file('a\n1\nx', [byte], 'y\n'))
          expect(faultsOf(result)).toEqual([[3, 2, 'a', 'encoding']])
        }
      })
    },
  )

  test('takes the bytes of a UTF-8 mark for characters in a single-byte encoding', async () => {
    const { output } = await under.transform(
      planOf([column('ï»¿')], { dialect: { encoding: 'LATIN1' } }),
      file([0xef, 0xbb, 0xbf], '\n1\n'),
    )
    expect(output).toBe('ï»¿\n1\n')
  })

  describe('UTF-8 that is none', () => {
    test.each<[string, number[]]>([
      ['a continuation byte alone', [0x80]],
      ['an overlong form', [0xc0, 0xaf]],
      ['an overlong form of three bytes', [0xe0, 0x80, 0xaf]],
      ['a surrogate', [0xed, 0xa0, 0x80]],
      ['a code point past the last', [0xf4, 0x90, 0x80, 0x80]],
      ['a byte that begins nothing', [0xff]],
      ['a sequence that breaks off', [0xe2, 0x82]],
      ['a sequence that breaks off in a quote', [0x22, 0xf0, 0x9f, 0x98]],
      ['a sequence that another begins in', [0xe2, 0xc3, 0xa9]],
    ])('is refused: %s', async (_, bytes) => {
      const placed = [[3, 2, 'a', 'encoding']]
      expect(faultsOf(await under.answer(plan('UTF8'), file('a\n1\n', bytes, '\n2\n')))).toEqual(placed)
      expect(faultsOf(await under.answer(plan('UTF8'), file('a\n1\n', bytes)))).toEqual(placed)
    })

    test('the character U+FFFD itself is one', async () => {
      expect((await under.transform(plan('UTF8'), 'a\n\ufffd\n')).output).toBe('a\n\ufffd\n')
    })

    test('is placed at the record that it lies in', async () => {
      const broken = file('a\n"1\n2"\n3\n"4\n5', [0xff], '"\n')
      expect(faultsOf(await under.answer(plan('UTF8'), broken))).toEqual([[5, 3, 'a', 'encoding']])
    })

    test('in the header is of record 0', async () => {
      expect(faultsOf(await under.answer(plan('UTF8'), file([0xff], 'a\n1\n')))).toEqual([
        [1, 0, 'a', 'encoding'],
      ])
    })
  })
}

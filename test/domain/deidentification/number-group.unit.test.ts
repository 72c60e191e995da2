import * as fc from 'fast-check'
import { type ColumnType, columnTypes } from '../../../src/domain/deidentification/column-type'
import { numberGroup } from '../../../src/domain/deidentification/number-group'

/** Numbers as whole multiples of 10^-40: another arithmetic than the one under test. */
const scale = 40
const scaled = (text: string): bigint => {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.')
  const magnitude = BigInt(whole + fraction + '0'.repeat(scale + Number(exponent) - fraction.length))
  return mantissa.startsWith('-') ? -magnitude : magnitude
}

const bounds = (label: string): readonly [bigint, bigint] => {
  const [low = '', high = ''] = label.includes(' to ') ? label.split(' to ') : label.split('-')
  return [scaled(low), scaled(high)]
}

const widths = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }).map(String),
  fc
    .tuple(fc.integer({ min: 0, max: 500 }), fc.stringMatching(/^[0-9]{0,6}[1-9]$/))
    .map(([whole, fraction]) => `${whole}.${fraction}`),
)

const numbers = fc.oneof(
  fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(String),
  fc.stringMatching(/^[+-]?[0-9]{1,20}\.[0-9]{1,12}$/),
  fc.stringMatching(/^-?[0-9]{1,6}(\.[0-9]{1,6})?[eE](-1?[0-9]|\+?[0-9]{1,2})$/),
)

describe('a group of numbers', () => {
  it('holds its value, begins at a multiple of the width and is one width wide', () => {
    fc.assert(
      fc.property(numbers, widths, (value, width) => {
        const label = numberGroup(width, 'numeric')(value) ?? ''
        const [low, high] = bounds(label)
        const [number, step] = [scaled(value), scaled(width)]
        expect(low <= number && number < high).toBe(true)
        expect(high - low).toBe(step)
        expect(low % step).toBe(0n)
        expect(label.includes(' to ')).toBe(low < 0n)
      }),
      { numRuns: 2_000 },
    )
  })

  it('of whole numbers names the last one it holds', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 1_000_000n }), (value, width) => {
        const whole = numberGroup(String(width), 'bigint')(String(value)) ?? ''
        const [low = '', high = ''] = whole.split(/(?<=[0-9])(?:-| to )/)
        expect(BigInt(low) <= value && value <= BigInt(high)).toBe(true)
        expect(BigInt(high) - BigInt(low) + 1n).toBe(width)
        expect(BigInt(low) % width).toBe(0n)
      }),
    )
  })

  it.each<[string, ColumnType, string, string]>([
    ['10', 'integer', '145', '140-149'],
    ['10', 'smallint', '140', '140-149'],
    ['10', 'bigint', '149', '140-149'],
    ['10', 'numeric', '145', '140-150'],
    ['10', 'double precision', '149.999', '140-150'],
    ['10', 'text', '145', '140-150'],
    ['10', 'integer', '-1', '-10 to -1'],
    ['10', 'integer', '-10', '-10 to -1'],
    ['10', 'integer', '-11', '-20 to -11'],
    ['10', 'numeric', '-0.5', '-10 to 0'],
    ['10', 'numeric', '-0', '0-10'],
    ['10', 'integer', '0', '0-9'],
    ['1', 'integer', '7', '7-7'],
    ['0.5', 'numeric', '1.75', '1.5-2'],
    ['0.5', 'integer', '1', '1-1.5'],
    ['2.5', 'numeric', '-0.1', '-2.5 to 0'],
    ['0.1', 'numeric', '0.3', '0.3-0.4'],
    ['10.0', 'integer', '145', '140-149'],
    ['010', 'integer', '145', '140-149'],
    ['100', 'numeric', '1.5e2', '100-200'],
    ['1', 'numeric', '123456789012345678.9', '123456789012345678-123456789012345679'],
    ['10', 'numeric', '1e400', `1${'0'.repeat(400)}-1${'0'.repeat(398)}10`],
    ['10', 'numeric', '-1e-1000', '-10 to 0'],
  ])('of width %s in a column of type %s: %s is %s', (width, type, value, label) => {
    expect(numberGroup(width, type)(value)).toBe(label)
  })

  it.each(['', ' 1', 'NaN', 'Infinity', 'twelve', '1e1000'])('%j is in none', (value) => {
    for (const type of columnTypes) expect(numberGroup('10', type)(value)).toBeNull()
  })

  it('needs a positive width', () => {
    expect(() => numberGroup('0', 'integer')).toThrow(RangeError)
    expect(() => numberGroup('-1', 'integer')).toThrow(RangeError)
    expect(() => numberGroup('wide', 'integer')).toThrow(RangeError)
  })
})

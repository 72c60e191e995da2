import * as fc from 'fast-check'
import {
  decimalText,
  floorDivide,
  isDecimal,
  isWhole,
  parseDecimal,
} from '../../../src/domain/deidentification/decimal'

describe('a decimal number', () => {
  it.each([
    ['0', 0n, 0],
    ['-0', 0n, 0],
    ['007', 7n, 0],
    ['+12.50', 1250n, 2],
    ['-.5', -5n, 1],
    ['5.', 5n, 0],
    ['1e3', 1000n, 0],
    ['1.25E+1', 125n, 1],
    ['-12e-1', -12n, 1],
  ])('%s', (text, digits, scale) => {
    expect(parseDecimal(text)).toEqual({ digits, scale })
  })

  it.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '1\n',
    '.',
    '-',
    '+-1',
    '1e',
    'e5',
    '1,5',
    '1_000',
    '0x10',
    'NaN',
    'Infinity',
    '-inf',
    '١',
  ])('%j is none', (text) => {
    expect(isDecimal(text)).toBe(false)
    expect(parseDecimal(text)).toBeNull()
  })

  it.each([
    ['1,000 digits before the point', '9'.repeat(1000), '9'.repeat(1001)],
    ['1,000 digits after it', `0.${'9'.repeat(1000)}`, `0.${'9'.repeat(1001)}`],
    ['an exponent that adds digits before the point', '1e999', '1e1000'],
    ['the same below zero', '-1.5e999', '-1.5e1000'],
    ['an exponent that adds digits after the point', '1e-1000', '1e-1001'],
    ['an exponent that moves the point', `${'9'.repeat(999)}.9e1`, `${'9'.repeat(1000)}.9e1`],
    ['an exponent of many digits', '1e0000000000000000000000001', `1e${'9'.repeat(500)}`],
  ])('of %s is the largest', (_what, within, beyond) => {
    expect(isDecimal(within)).toBe(true)
    expect(isDecimal(beyond)).toBe(false)
  })

  it('is written in its shortest form, and read as the same number again', () => {
    const decimals = fc.record({ digits: fc.bigInt(), scale: fc.integer({ min: 0, max: 40 }) })
    fc.assert(
      fc.property(decimals, ({ digits, scale }) => {
        const text = decimalText({ digits, scale })
        expect(text).toMatch(/^(0|-?([1-9][0-9]*|0(?=\.))(\.[0-9]*[1-9])?)$/)
        const again = parseDecimal(text) ?? { digits: 0n, scale: -1 }
        expect(again.digits * 10n ** BigInt(scale)).toBe(digits * 10n ** BigInt(again.scale))
      }),
    )
  })

  it('is whole whatever the zeros behind its point', () => {
    expect(isWhole({ digits: 1000n, scale: 2 })).toBe(true)
    expect(isWhole({ digits: 1050n, scale: 2 })).toBe(false)
  })
})

test('a floored quotient leaves a rest between zero and the divisor', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 20n }), (dividend, divisor) => {
      const rest = dividend - floorDivide(dividend, divisor) * divisor
      expect(rest >= 0n && rest < divisor).toBe(true)
    }),
  )
})

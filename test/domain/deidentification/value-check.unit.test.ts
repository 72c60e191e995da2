import * as fc from 'fast-check'
import type { ColumnType } from '../../../src/domain/deidentification/column-type'
import { valueCheck } from '../../../src/domain/deidentification/value-check'

const is = (type: ColumnType, value: string): boolean => valueCheck(type, 'MDY')(value)

describe('a value of type text', () => {
  it('is anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => expect(is('text', value)).toBe(true)))
  })
})

describe.each([
  ['smallint', 15n],
  ['integer', 31n],
  ['bigint', 63n],
] as const)('a value of type %s', (type, bits) => {
  const bound = 2n ** bits

  it('lies in its range, to the last number', () => {
    expect(is(type, String(bound - 1n))).toBe(true)
    expect(is(type, `+${bound - 1n}`)).toBe(true)
    expect(is(type, String(-bound))).toBe(true)
    expect(is(type, String(bound))).toBe(false)
    expect(is(type, `+${bound}`)).toBe(false)
    expect(is(type, String(-bound - 1n))).toBe(false)
  })

  it('is any number of the range and none beyond', () => {
    const numbers = fc.bigInt({ min: -3n * bound, max: 3n * bound })
    fc.assert(
      fc.property(numbers, fc.nat(30), (number, zeros) => {
        const sign = number < 0n ? '-' : ''
        const value = `${sign}${'0'.repeat(zeros)}${number < 0n ? -number : number}`
        expect(is(type, value)).toBe(number >= -bound && number < bound)
      }),
    )
  })

  it.each(['', ' ', '1 ', ' 1', '1.0', '1e1', '0x1', '1_000', '--1', '+', 'NaN', '1\n', '१'])(
    'is not %j',
    (value) => {
      expect(is(type, value)).toBe(false)
    },
  )

  it('has no more than 1,000 digits', () => {
    expect(is(type, `${'0'.repeat(999)}1`)).toBe(true)
    expect(is(type, `${'0'.repeat(1000)}1`)).toBe(false)
  })
})

describe.each(['numeric', 'real', 'double precision'] as const)('a value of type %s', (type) => {
  it.each(['0', '-1.5', '+.5', '5.', '1e5', '1E-5', '9'.repeat(1000), '1e999'])('is %s', (value) => {
    expect(is(type, value)).toBe(true)
  })

  it.each(['', ' 1', '1 ', 'NaN', 'Infinity', '-Infinity', '1,5', '1e1000', '9'.repeat(1001)])(
    'is not %j',
    (value) => {
      expect(is(type, value)).toBe(false)
    },
  )
})

describe('a value of type boolean', () => {
  const spellings = [
    ...['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1'],
    ...['f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0'],
  ]

  it.each(spellings)('is %s, in any case', (value) => {
    expect(is('boolean', value)).toBe(true)
    expect(is('boolean', value.toUpperCase())).toBe(true)
  })

  it.each(['', 'o', ' t', 'true ', 'truee', 'yess', 'nope', '10', '00', '2', '-1', 'wahr', 'true\n'])(
    'is not %j',
    (value) => {
      expect(is('boolean', value)).toBe(false)
    },
  )

  it('is no other word of up to four of their letters', () => {
    const letters = [...new Set(spellings.join(''))]
    let words = ['']
    for (let length = 1; length <= 4; length += 1) {
      words = words.flatMap((word) => letters.map((letter) => word + letter))
      const accepted = words.filter((word) => is('boolean', word))
      expect(accepted.sort()).toEqual(spellings.filter((word) => word.length === length).sort())
    }
  })
})

describe('a value of a type of dates and times', () => {
  it('is read in the order of the definition', () => {
    expect(valueCheck('date', 'DMY')('31/01/2014')).toBe(true)
    expect(valueCheck('date', 'MDY')('31/01/2014')).toBe(false)
    expect(valueCheck('timestamp', 'DMY')('31.01.2014 10:20')).toBe(true)
    expect(valueCheck('timestamp with time zone', 'YMD')('2014.01.31 10:20Z')).toBe(true)
  })

  it('has a zone only where the type has one', () => {
    expect(is('timestamp with time zone', '2014-01-31 10:20+01')).toBe(true)
    expect(is('timestamp', '2014-01-31 10:20+01')).toBe(false)
    expect(is('time', '10:20:30')).toBe(true)
    expect(is('time', '10:20:30+01')).toBe(false)
  })

  it('has a time of day only where the type has one', () => {
    expect(is('date', '2014-01-31 10:20')).toBe(false)
    expect(is('timestamp', '2014-01-31')).toBe(true)
    expect(is('time', '2014-01-31 10:20')).toBe(false)
  })
})

describe('a value of type uuid', () => {
  const uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'

  it.each([
    uuid,
    uuid.toUpperCase(),
    `{${uuid}}`,
    uuid.replaceAll('-', ''),
    'a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11',
  ])('is %s', (value) => {
    expect(is('uuid', value)).toBe(true)
  })

  it.each([
    '',
    `{${uuid}`,
    `${uuid}}`,
    `${uuid}0`,
    uuid.slice(1),
    ` ${uuid}`,
    `${uuid}\n`,
    uuid.replace('a', 'g'),
  ])('is not %j', (value) => {
    expect(is('uuid', value)).toBe(false)
  })
})

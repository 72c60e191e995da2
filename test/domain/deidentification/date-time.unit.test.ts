import * as fc from 'fast-check'
import { isTime, parseDate, parseTimestamp } from '../../../src/domain/deidentification/date-time'
import type { DateOrder } from '../../../src/domain/deidentification/dialect'

/** Every day of 400 years, after which the calendar repeats, as the platform's own calendar has it. */
const realDays = new Set<string>()
for (let day = Date.UTC(1800, 0, 1); day < Date.UTC(2200, 0, 1); day += 86_400_000) {
  realDays.add(new Date(day).toISOString().slice(0, 10))
}

const two = (number: number): string => String(number).padStart(2, '0')

describe('a date', () => {
  it('is one of the calendar, for every year, month and day of 400 years', () => {
    const wrong: string[] = []
    for (let year = 1800; year < 2200; year += 1) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const text = `${year}-${two(month)}-${two(day)}`
          if ((parseDate(text, 'MDY') !== null) !== realDays.has(text)) wrong.push(text)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('is the same day in every order and with every separator', () => {
    const days = fc.date({
      min: new Date('0001-01-01'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(days, fc.constantFrom('/', '-', '.'), fc.boolean(), (date, separator, padded) => {
        const isoDay = date.toISOString().slice(0, 10)
        const [year = '', month = '', day = ''] = isoDay.split('-')
        const short = (part: string) => (padded ? part : String(Number(part)))
        const expected = { year: Number(year), month: Number(month), day: Number(day) }
        const spellings: Record<DateOrder, readonly string[]> = {
          MDY: [short(month), short(day), year],
          DMY: [short(day), short(month), year],
          YMD: [year, short(month), short(day)],
        }
        for (const order of ['MDY', 'DMY', 'YMD'] as const) {
          expect(parseDate(spellings[order].join(separator), order)).toEqual(expected)
          expect(parseDate(isoDay, order)).toEqual(expected)
        }
      }),
    )
  })

  it.each<[string, DateOrder]>([
    ['13/01/2014', 'MDY'],
    ['01/13/2014', 'DMY'],
    ['2014/13/01', 'YMD'],
    ['03/05/2014', 'YMD'],
    ['2014/05/03', 'MDY'],
    ['2014-5-3', 'MDY'],
    ['05/03/14', 'MDY'],
    ['05/03-2014', 'MDY'],
    ['05 03 2014', 'MDY'],
    ['20140503', 'MDY'],
    ['0000-01-01', 'MDY'],
    ['2014-05-03 ', 'MDY'],
    ['2014-05-03\n', 'MDY'],
    ['2014-05-03T10:00', 'MDY'],
    ['May 3, 2014', 'MDY'],
    ['infinity', 'MDY'],
    ['', 'MDY'],
  ])('%j is none in the order %s', (text, order) => {
    expect(parseDate(text, order)).toBeNull()
  })
})

describe('a time of day', () => {
  it.each(['00:00', '23:59', '10:20:30', '10:20:30.1', '10:20:30.123456789'])('%s', (text) => {
    expect(isTime(text)).toBe(true)
  })

  it.each([
    '24:00',
    '10:60',
    '10:00:60',
    '9:30',
    '10:5',
    '10',
    '10:20:30.',
    '10:20.5',
    '10:20Z',
    '10:20+01',
    '10:20 pm',
    ' 10:20',
    '10:20\n',
    '',
  ])('%j is none', (text) => {
    expect(isTime(text)).toBe(false)
  })
})

describe('a timestamp', () => {
  const day = { year: 2014, month: 5, day: 3 }

  it.each(['2014-05-03', '2014-05-03 10:20', '2014-05-03T10:20:30.5', '05/03/2014 10:20'])('%s', (text) => {
    expect(parseTimestamp(text, 'MDY', false)).toEqual(day)
    expect(parseTimestamp(text, 'MDY', true)).toEqual(day)
  })

  it.each(['Z', '+01', '-05:30', '+15:59', '-00'])('may have the zone %s where its type has one', (zone) => {
    expect(parseTimestamp(`2014-05-03 10:20${zone}`, 'MDY', true)).toEqual(day)
    expect(parseTimestamp(`2014-05-03T10:20:30.25${zone}`, 'MDY', true)).toEqual(day)
    expect(parseTimestamp(`2014-05-03 10:20${zone}`, 'MDY', false)).toBeNull()
  })

  it.each([
    '2014-02-30 10:20',
    '2014-05-03 25:00',
    '2014-05-03  10:20',
    '2014-05-03 ',
    '2014-05-03T',
    '2014-05-03t10:20',
    '2014-05-03 10:20z',
    '2014-05-03 10:20 +01',
    '2014-05-03 10:20+16',
    '2014-05-03 10:20+1',
    '2014-05-03 10:20+01:60',
    '2014-05-03 10:20+0100',
    '2014-05-03 10:20 CET',
    '2014-05-03Z',
    'now',
    '',
  ])('%j is none', (text) => {
    expect(parseTimestamp(text, 'MDY', true)).toBeNull()
  })
})

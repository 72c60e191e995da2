import fc from 'fast-check'
import { parseTime, writeTime } from '../../../src/interfaces/http/rfc3339'

test.each([
  ['2031-05-17T08:00:00Z', '2031-05-17T08:00:00.000Z'],
  ['2031-05-17t08:00:00z', '2031-05-17T08:00:00.000Z'],
  ['2031-05-17T08:00:00.25Z', '2031-05-17T08:00:00.250Z'],
  ['2031-05-17T08:00:00.1239999Z', '2031-05-17T08:00:00.123Z'],
  ['2031-05-17T10:00:00+02:00', '2031-05-17T08:00:00.000Z'],
  ['2031-05-17T00:30:00-09:30', '2031-05-17T10:00:00.000Z'],
  ['2032-02-29T00:00:00Z', '2032-02-29T00:00:00.000Z'],
])('%s is a time', (text, same) => {
  expect(parseTime(text)).toBe(Date.parse(same))
})

test.each([
  '2031-05-17',
  '2031-05-17T08:00Z',
  '2031-05-17T08:00:00',
  '2031-05-17 08:00:00Z',
  '2031-02-29T00:00:00Z',
  '2031-13-01T00:00:00Z',
  '2031-05-17T24:00:00Z',
  '2031-05-17T08:60:00Z',
  '2031-05-17T08:00:60Z',
  '2031-05-17T08:00:00+0200',
  '2031-05-17T08:00:00+24:00',
  '17 May 2031',
  '',
])('%p is none', (text) => {
  expect(parseTime(text)).toBeNull()
})

test('what is written reads as the same time', () => {
  const times = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  fc.assert(fc.property(times, (time) => parseTime(writeTime(time.getTime())) === time.getTime()))
})

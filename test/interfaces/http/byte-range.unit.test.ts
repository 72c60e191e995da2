import fc from 'fast-check'
import { readRange } from '../../../src/interfaces/http/byte-range'

test.each([
  ['bytes=0-0', { start: 0, end: 1 }],
  ['bytes=2-4', { start: 2, end: 5 }],
  ['bytes=2-', { start: 2, end: 10 }],
  ['bytes=2-99', { start: 2, end: 10 }],
  ['bytes=-3', { start: 7, end: 10 }],
  ['bytes=-99', { start: 0, end: 10 }],
  ['Bytes= 2-4\t', { start: 2, end: 5 }],
  ['bytes=9-99999999999999999999999', { start: 9, end: 10 }],
])('%s of ten bytes', (field, range) => expect(readRange(field, 10)).toEqual(range))

test.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('%s of ten bytes is unsatisfiable', (field) =>
  expect(readRange(field, 10)).toBe('unsatisfiable'),
)

test.each([
  '',
  'bytes',
  'bytes=',
  'bytes=-',
  'bytes=4-2',
  'bytes=0-1,4-5',
  'lines=0-1',
  'bytes=a-b',
  'bytes=0 -1',
])('%p asks for the whole', (field) => expect(readRange(field, 10)).toBeNull())

test('a range lies within the content, and is never empty', () =>
  fc.assert(
    fc.property(fc.nat(50), fc.option(fc.nat(60)), fc.option(fc.nat(60)), (bytes, first, last) => {
      const range = readRange(`bytes=${first ?? ''}-${last ?? ''}`, bytes)
      if (range === null || range === 'unsatisfiable') return
      expect(range.start).toBeGreaterThanOrEqual(0)
      expect(range.end).toBeGreaterThan(range.start)
      expect(range.end).toBeLessThanOrEqual(bytes)
    }),
  ))

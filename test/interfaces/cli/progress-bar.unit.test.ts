import fc from 'fast-check'
import {
  bytesText,
  durationText,
  progressBar,
  progressLine,
  rateMeter,
} from '../../../src/interfaces/cli/progress-bar'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [99_949, '99.9 kB'],
  [99_950, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [2_516_935, '2.5 MB'],
  [10 * 2 ** 30, '10.7 GB'],
  [10 ** 15, '1000 TB'],
])('%d bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text))

test.each([
  [0, '0:00'],
  [0.2, '0:01'],
  [59.5, '1:00'],
  [754, '12:34'],
  [3_723, '1:02:03'],
])('%d seconds are %s', (seconds, text) => expect(durationText(seconds)).toBe(text))

describe('the line', () => {
  test.each([
    [{ sent: 0, total: 40_000_000, rate: null }, 60, `[${'.'.repeat(36)}]   0%  0 B of 40.0 MB`],
    [
      { sent: 10_000_000, total: 40_000_000, rate: 2_000_000 },
      72,
      `[${'#'.repeat(5)}${'.'.repeat(18)}]  25%  10.0 MB of 40.0 MB  2.0 MB/s  0:15 left`,
    ],
    [
      { sent: 40_000_000, total: 40_000_000, rate: 2_000_000 },
      72,
      `[${'#'.repeat(34)}] 100%  40.0 MB of 40.0 MB  2.0 MB/s`,
    ],
    [{ sent: 5, total: 10, rate: 0 }, 20, ' 50%  5 B of 10 B  0'],
    [{ sent: 0, total: 0, rate: null }, 80, `[${'#'.repeat(40)}] 100%  0 B of 0 B`],
  ])('of %j in %d columns', (progress, columns, line) => expect(progressLine(progress, columns)).toBe(line))

  test('never is wider than its terminal, and its bar never lies', () =>
    fc.assert(
      fc.property(
        fc.nat(10 ** 12).chain((total) => fc.record({ total: fc.constant(total), sent: fc.nat(total) })),
        fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
        fc.integer({ min: 1, max: 200 }),
        ({ sent, total }, rate, columns) => {
          const line = progressLine({ sent, total, rate }, columns)
          const [, bar = ''] = /^\[([#.]+)\]/.exec(line) ?? []
          const filled = bar.replaceAll('.', '').length
          const share = total === 0 ? 1 : sent / total
          return (
            line.length <= columns && filled <= share * bar.length + 1e-9 && (share < 1 || !bar.includes('.'))
          )
        },
      ),
    ))
})

describe('the rate', () => {
  test('is not known at first, then that of the last five seconds', () => {
    const rate = rateMeter()
    expect(rate(0, 0)).toBeNull()
    expect(rate(50, 1_000)).toBeNull()
    expect(rate(1_000, 1_000)).toBe(1_000)
    expect(rate(6_000, 1_000)).toBe(0)
    expect(rate(7_000, 3_000)).toBeCloseTo(2_000 / 6, 6)
  })
})

test('the bar is drawn anew with each percent, or after a while', () => {
  const drawn: string[] = []
  let now = 0
  const line = { columns: 80, draw: (text: string) => void drawn.push(text) }
  const draw = progressBar(line, 1_000, () => now)
  for (const [at, sent] of [
    [0, 0],
    [10, 4],
    [20, 10],
    [30, 11],
    [219, 11],
    [220, 12],
    [240, 1_000],
  ] as const) {
    now = at
    draw(sent)
  }
  expect(drawn.map((text) => /\d+% {2}(.* of [^ ]* kB)/.exec(text)?.[1])).toEqual([
    '0 B of 1.0 kB',
    '10 B of 1.0 kB',
    '12 B of 1.0 kB',
    '1.0 kB of 1.0 kB',
  ])
})

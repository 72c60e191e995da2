import fc from 'fast-check'
import { growingBytes } from '../../../src/infrastructure/csv/growing-bytes'

test('growing bytes are a queue: what came first and has not been dropped', () => {
  const step = fc.record({ piece: fc.nat({ max: 50_000 }), kept: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const bytes = growingBytes()
      let expected = Buffer.alloc(0)
      let fill = 0
      for (const { piece, kept } of steps) {
        fill += 1
        const appended = Buffer.alloc(piece, fill)
        bytes.append(appended)
        expected = Buffer.concat([expected, appended])
        appended.fill(0xff)
        const dropped = Math.floor(expected.length * (1 - kept))
        bytes.drop(dropped)
        expected = expected.subarray(dropped)
        expect(expected.equals(bytes.bytes())).toBe(true)
      }
    }),
    { numRuns: 50 },
  )
})

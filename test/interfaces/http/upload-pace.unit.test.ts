import fc from 'fast-check'
import { uploadPace } from '../../../src/interfaces/http/upload-pace'

const patience = { tokenMs: 10_000, idleMs: 30_000, uploadMs: 3_600_000 }

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

/** An upload that is waited for from now on, and what it was told. */
function waitedFor(limits = patience) {
  const told: unknown[] = []
  const pace = uploadPace(limits, (refusal) => told.push(refusal))
  pace.start()
  return { ...pace, told }
}

const idle = (waitedFor: string, seconds: number) => ({ code: 'upload-idle', waitedFor, seconds })

/** Sends so many bytes a second for so long. */
function sendEvenly(upload: ReturnType<typeof waitedFor>, bytesASecond: number, seconds: number): void {
  for (let second = 0; second < seconds && upload.told.length === 0; second++) {
    upload.received(bytesASecond)
    jest.advanceTimersByTime(1_000)
  }
}

test('a token is waited for until its time is over, however much is sent instead', () => {
  const upload = waitedFor()
  sendEvenly(upload, 50_000, 9)
  expect(upload.told).toEqual([])
  sendEvenly(upload, 50_000, 1)
  expect(upload.told).toEqual([idle('token', 10)])
})

test('silence behind the token is told when the idle time is over', () => {
  const upload = waitedFor()
  upload.tokenRead()
  jest.advanceTimersByTime(29_000)
  expect(upload.told).toEqual([])
  jest.advanceTimersByTime(1_000)
  expect(upload.told).toEqual([idle('bytes', 30)])
})

test('silence behind much that was sent is told within an idle time and a tick', () => {
  const upload = waitedFor()
  upload.tokenRead()
  sendEvenly(upload, 1_000_000, 100)
  jest.advanceTimersByTime(29_000)
  expect(upload.told).toEqual([])
  jest.advanceTimersByTime(2_000)
  expect(upload.told).toEqual([idle('bytes', 30)])
})

test.each([
  [1_023, [idle('bytes', 30)]],
  [1_024, []],
])('%i bytes a second', (bytesASecond, told) => {
  const upload = waitedFor()
  upload.tokenRead()
  sendEvenly(upload, bytesASecond, 3_000)
  upload.stop()
  expect(upload.told).toEqual(told)
})

test('what comes in bursts is judged by the whole idle time', () => {
  const upload = waitedFor()
  upload.tokenRead()
  for (let round = 0; round < 50; round++) {
    jest.advanceTimersByTime(28_500)
    upload.received(30 * 1_024)
    jest.advanceTimersByTime(500)
  }
  upload.stop()
  expect(upload.told).toEqual([])
})

test('an upload without an end is told, however fast it is', () => {
  const upload = waitedFor()
  upload.tokenRead()
  sendEvenly(upload, 1_000_000, 3_599)
  expect(upload.told).toEqual([])
  sendEvenly(upload, 1_000_000, 1)
  expect(upload.told).toEqual([idle('end', 3_600)])
})

test('time in which the service holds the client back does not count', () => {
  const upload = waitedFor()
  for (let round = 0; round < 9; round++) {
    jest.advanceTimersByTime(1_000)
    upload.stop()
    jest.advanceTimersByTime(3_600_000)
    upload.start()
  }
  expect(upload.told).toEqual([])
  jest.advanceTimersByTime(1_000)
  expect(upload.told).toEqual([idle('token', 10)])
})

test('it is told once', () => {
  const upload = waitedFor()
  jest.advanceTimersByTime(1_000_000)
  upload.stop()
  expect(upload.told).toHaveLength(1)
})

test('whoever sends enough in every tenth of the idle time is never told, by any limits', () => {
  const ms = fc.integer({ min: 100, max: 1_000 })
  fc.assert(
    fc.property(ms, ms, (tokenMs, tenthMs) => {
      const idleMs = 10 * tenthMs
      const upload = waitedFor({ tokenMs, idleMs, uploadMs: 1e12 })
      upload.tokenRead()
      for (let step = 0; step < 200; step++) {
        upload.received(Math.ceil((1_024 * idleMs) / 10_000))
        jest.advanceTimersByTime(tenthMs)
      }
      upload.stop()
      expect(upload.told).toEqual([])
    }),
    { numRuns: 50 },
  )
})

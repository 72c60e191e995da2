import { clocked, waitingClock } from '../../../src/interfaces/http/waiting-clock'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

/** A clock of a second, and how often it has ticked. */
function second() {
  let ticks = 0
  const clock = waitingClock(1_000, () => {
    ticks += 1
  })
  return { ...clock, ticks: () => ticks }
}

test('ticks while it runs', () => {
  const clock = second()
  clock.start()
  jest.advanceTimersByTime(3_999)
  expect(clock.ticks()).toBe(3)
  clock.stop()
})

test('stands still while it is stopped, and goes on where it stood', () => {
  const clock = second()
  clock.start()
  jest.advanceTimersByTime(600)
  clock.stop()
  jest.advanceTimersByTime(60_000)
  clock.start()
  jest.advanceTimersByTime(399)
  expect(clock.ticks()).toBe(0)
  jest.advanceTimersByTime(1)
  expect(clock.ticks()).toBe(1)
  clock.stop()
})

test('leaves no timer behind when it is stopped, in its own tick too', () => {
  const clock = waitingClock(1_000, () => clock.stop())
  clock.start()
  clock.start()
  jest.advanceTimersByTime(1_000)
  expect(jest.getTimerCount()).toBe(0)
})

test('time in which the process did nothing counts as one tick at most', () => {
  const clock = second()
  clock.start()
  // The time has passed, and no timer was looked at meanwhile.
  const begun = performance.now()
  jest.spyOn(performance, 'now').mockReturnValue(begun + 3_600_000)
  clock.stop()
  jest.restoreAllMocks()
  clock.start()
  jest.advanceTimersByTime(999)
  expect(clock.ticks()).toBe(1)
  clock.stop()
})

test('runs while a chunk is waited for, and not while one is worked on', async () => {
  const diary: string[] = []
  const clock = { start: () => diary.push('start'), stop: () => diary.push('stop') }
  async function* chunks() {
    yield Buffer.from('ab')
    yield Buffer.from('c')
  }
  for await (const chunk of clocked(chunks(), clock, (bytes) => diary.push(`${bytes} bytes`))) {
    diary.push(`work on ${chunk}`)
  }
  expect(diary).toEqual([
    ...['start', 'stop', '2 bytes', 'work on ab'],
    ...['start', 'stop', '1 bytes', 'work on c'],
    ...['start', 'stop'],
  ])
})

test('stops when what is waited for fails', async () => {
  const clock = second()
  async function* broken() {
    yield Buffer.from('a')
    throw new Error('cut')
  }
  const chunks = clocked(broken(), clock)
  await chunks.next()
  await expect(chunks.next()).rejects.toThrow('cut')
  expect(jest.getTimerCount()).toBe(0)
})

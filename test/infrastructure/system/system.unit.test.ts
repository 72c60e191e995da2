import { systemClock } from '../../../src/infrastructure/system/clock'
import { newId } from '../../../src/infrastructure/system/new-id'
import { pause } from '../../../src/infrastructure/system/pause'

test('the clock tells milliseconds since 1970', () => {
  const before = Date.now()
  const told = systemClock()
  expect(told).toBeGreaterThanOrEqual(before)
  expect(told).toBeLessThanOrEqual(Date.now())
})

test('ids are canonical uuids, another one each time', () => {
  const ids = Array.from({ length: 50 }, newId)
  expect(new Set(ids).size).toBe(50)
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})

test('a pause of nothing ends', async () => {
  await expect(pause(0)).resolves.toBeUndefined()
})

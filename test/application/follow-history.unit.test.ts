import { followHistory } from '../../src/application/follow-history'
import type { RecordedEvent } from '../../src/application/ports/event-store'
import { auditedHistory, tokens } from './audited-history'

test('every event is handed over in its order, with whether it is of the query, then each new one', async () => {
  const history = await auditedHistory()
  const [first] = await history.store.readAll(null, 1)
  const ending = new AbortController()
  const seen: RecordedEvent[] = []
  const found: string[] = []
  const handle = async (event: RecordedEvent, isOfQuery: boolean) => {
    seen.push(event)
    if (isOfQuery) found.push(event.event.type)
    if (seen.length === 22) {
      await history.add('project-9', { type: 'ProjectRetired', projectId: 9 })
      await history.add(`refusal-${tokens.unused}-2`, {
        type: 'UploadRefused',
        tokenId: tokens.unused,
        reason: 'csv-invalid',
        ruleCounts: [],
        at: 1,
      })
    }
    if (seen.length === 24) ending.abort()
  }
  const query = { tokenId: tokens.unused }
  await followHistory(history)(query, first?.position ?? null, handle, ending.signal)
  expect(found).toEqual(['TokenIssued', 'UploadRefused', 'TokenRevoked', 'UploadRefused'])
  expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 24 }, (_, n) => `event-${n + 2}`))
})

test('one after the other: the next waits until this one has been handled', async () => {
  const ending = new AbortController()
  let underWay = 0
  let handled = 0
  const handle = async () => {
    underWay++
    expect(underWay).toBe(1)
    await new Promise(setImmediate)
    underWay--
    handled++
    if (handled === 23) ending.abort()
  }
  await followHistory(await auditedHistory())({}, null, handle, ending.signal)
  expect(handled).toBe(23)
})

test('a fault of whoever handles it ends it', async () => {
  const fault = new Error('gone')
  const following = followHistory(await auditedHistory())(
    {},
    null,
    () => Promise.reject(fault),
    new AbortController().signal,
  )
  await expect(following).rejects.toBe(fault)
})

import { randomUUID } from 'node:crypto'
import { pageHistory } from '../../src/application/page-history'
import { temporaryHistory } from '../infrastructure/sqlite/temporary-history'
import { issuedTokens } from './projections/history'

const digests = { user: (name: string) => name, project: (name: string) => name }

test('others have their turn while many events are looked at in vain', async () => {
  const history = temporaryHistory()
  try {
    const store = await history.open()
    const metadata = { correlationId: 'r', causationId: 'r', actor: { kind: 'system' } } as const
    const [first, ...others] = issuedTokens(1, 2_000).map((event) => ({ id: randomUUID(), event, metadata }))
    if (first === undefined) throw new Error('no events')
    await store.append('test-1', 'no-stream', [first, ...others])
    let turns = 0
    let looking = true
    const turn = () => {
      turns++
      if (looking) setImmediate(turn)
    }
    setImmediate(turn)
    const range = { from: null, limit: 1_000 }
    const { next, events } = await pageHistory({ store, digests })(
      { projectId: 2 },
      range,
      new AbortController().signal,
    )
    looking = false
    expect(turns).toBeGreaterThanOrEqual(8)
    expect(next).toBeNull()
    expect((await events()[Symbol.asyncIterator]().next()).done).toBe(true)
  } finally {
    await history.remove()
  }
})

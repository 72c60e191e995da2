import { randomUUID } from 'node:crypto'
import { AppendOutcomeUnknown, execute } from '../../src/application/execute'
import {
  type AppendResult,
  type EventStore,
  EventStoreUnavailable,
} from '../../src/application/ports/event-store'
import { externalIdentifier } from '../../src/domain/external-identifier'
import { memoryEventStore } from '../../src/infrastructure/memory/event-store'
import { aroundCalls } from '../support/store-calls'

const metadata = { correlationId: 'request', causationId: 'request', actor: { kind: 'system' } } as const

/** Claims a uuid over a store whose appends are answered so, in turn; one that is unclear was stored. */
async function claimOver(...answers: readonly AppendResult['outcome'][]) {
  const history: EventStore = memoryEventStore({ clock: Date.now })
  const left = [...answers]
  const store = aroundCalls(history, {
    async append(_name, proceed) {
      const outcome = left.shift()
      if (outcome === undefined) return proceed()
      if (outcome === 'unknown') await proceed()
      return { outcome } as AppendResult
    },
  })
  const claim = { uuid: randomUUID(), tokenId: randomUUID(), importId: randomUUID() }
  const command = { type: 'ClaimExternalIdentifier', claim, holder: 'pending' } as const
  const stream = `catalogue-${claim.uuid}`
  const executed = execute({ store, newId: randomUUID }, stream, externalIdentifier, command, metadata)
  await executed.catch(() => undefined)
  return { executed, stored: (await history.readStream(stream)).length }
}

test('an append that is unclear is repeated, and stored once', async () => {
  const { executed, stored } = await claimOver('unknown', 'unknown')
  expect(await executed).toMatchObject({ outcome: 'done' })
  expect(stored).toBe(1)
})

test('a store that is unavailable has stored nothing', async () => {
  const { executed, stored } = await claimOver('unavailable')
  await expect(executed).rejects.toThrow(EventStoreUnavailable)
  expect(stored).toBe(0)
})

test('a store that was unclear before it was unavailable may have stored it', async () => {
  const { executed, stored } = await claimOver('unknown', 'unavailable', 'unavailable', 'unavailable')
  await expect(executed).rejects.toThrow(AppendOutcomeUnknown)
  expect(stored).toBe(1)
})

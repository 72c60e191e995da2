import { randomUUID } from 'node:crypto'
import { openStore } from '../../src/application/open-store'
import type { EventStore } from '../../src/application/ports/event-store'
import type { StoreMark } from '../../src/application/ports/store-mark'
import { memoryEventStore } from '../../src/infrastructure/memory/event-store'
import { rightBefore } from '../support/store-calls'
import { typesIn } from './importing'

const emptyHistory = () => memoryEventStore({ clock: () => 0 })

/** A directory in which a store's id can be written down. */
function directory(): StoreMark & { readonly written: () => string | null } {
  let mark: string | null = null
  return {
    written: () => mark,
    read: async () => mark,
    async write(storeId) {
      mark = storeId
    },
  }
}

const key = 'ab'.repeat(16)
const open = (store: EventStore, mark: StoreMark, masterKeyCheck = key) =>
  openStore({ store, newId: randomUUID, mark, masterKeyCheck })
const refusedAs = (code: string) => ({ outcome: 'refused', refusal: { code } })

test('the first start makes a store and ties the directory to it, the next ones find both', async () => {
  const [store, mark] = [emptyHistory(), directory()]
  const first = await open(store, mark)
  expect(first).toEqual({ outcome: 'opened', storeId: expect.any(String), first: true })
  expect(await open(store, mark)).toEqual({ ...first, first: false })
  expect(first).toMatchObject({ storeId: mark.written() })
  expect(await typesIn(store)).toEqual(['StoreInitialised'])
})

test('a fresh directory is tied to a store that is there', async () => {
  const store = emptyHistory()
  const first = await open(store, directory())
  const mark = directory()
  expect(await open(store, mark)).toEqual({ ...first, first: false })
  expect(first).toMatchObject({ storeId: mark.written() })
})

test('another key is refused, and ties nothing', async () => {
  const [store, mark] = [emptyHistory(), directory()]
  await open(store, directory())
  expect(await open(store, mark, 'cd'.repeat(16))).toEqual(refusedAs('store-of-another-key'))
  expect(mark.written()).toBeNull()
  expect(await typesIn(store)).toEqual(['StoreInitialised'])
})

test('the directory of another store is refused', async () => {
  const mark = directory()
  await open(emptyHistory(), mark)
  const tiedTo = mark.written()
  const other = emptyHistory()
  await open(other, directory())
  expect(await open(other, mark)).toEqual(refusedAs('data-directory-of-another-store'))
  expect(mark.written()).toBe(tiedTo)
})

test('a directory whose store is gone makes no new one', async () => {
  const mark = directory()
  await open(emptyHistory(), mark)
  const empty = emptyHistory()
  expect(await open(empty, mark)).toEqual(refusedAs('data-directory-of-another-store'))
  expect(await typesIn(empty)).toEqual([])
})

test('of two processes that start at once one makes the store, and both open it', async () => {
  const [store, mark] = [emptyHistory(), directory()]
  const opened: unknown[] = []
  const rival = async () => opened.push(await open(store, mark))
  opened.push(await open(rightBefore('append StoreInitialised', rival)(store), mark))
  const storeId = mark.written()
  expect(opened).toEqual([
    { outcome: 'opened', storeId, first: true },
    { outcome: 'opened', storeId, first: false },
  ])
})

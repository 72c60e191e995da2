import { openImports } from '../../src/application/open-imports'
import type { EventStore } from '../../src/application/ports/event-store'
import { memoryMark } from '../support/history-mark'
import { importBy, newestImport, type Scene, scene } from './importing'
import { killedAt, recoverer } from './recovering'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

/** The history, and how many of its events have been read in the global order. */
function counting(store: EventStore): { readonly store: EventStore; readonly read: () => number } {
  let read = 0
  const readAll: EventStore['readAll'] = async (after, limit) => {
    const events = await store.readAll(after, limit)
    read += events.length
    return events
  }
  return { store: { ...store, readAll }, read: () => read }
}

const leaveOpen = async () => killedAt(at, await at.issue(), 'dataset', 'append TokenConsumed', 'after')
const importIdsOf = (open: readonly { readonly importId: string }[]) => open.map(({ importId }) => importId)

test('each event is read once, however often is looked', async () => {
  await importBy(at.node, await at.issue(), 'dataset')
  const { store, read } = counting(at.deployed.history)
  const looked = openImports({ store, mark: memoryMark() })
  await looked.read()
  const all = (await at.deployed.history.readAll(null, 1_000)).length
  expect(read()).toBe(all)
  await looked.read()
  expect(read()).toBe(all)
  await at.issue()
  await looked.read()
  expect(read()).toBe(all + 1)
})

test('a restart reads on from the mark, and finds what was open before it', async () => {
  const mark = memoryMark()
  await importBy(at.node, await at.issue(), 'dataset')
  await leaveOpen()
  const first = newestImport(at)
  for (let n = 0; n < 3; n++) await importBy(at.node, await at.issue(), 'ephemeral')
  expect(importIdsOf(await openImports({ store: at.deployed.history, mark }).read())).toEqual([first])

  const { store, read } = counting(at.deployed.history)
  const restarted = openImports({ store, mark })
  expect(importIdsOf(await restarted.read())).toEqual([first])
  const all = await at.deployed.history.readAll(null, 1_000)
  const consumed = all.findIndex(({ event }) => event.type === 'TokenConsumed' && event.importId === first)
  expect(read()).toBe(all.length - consumed)
})

test('with nothing open a restart reads nothing at all', async () => {
  const mark = memoryMark()
  await importBy(at.node, await at.issue(), 'external')
  await openImports({ store: at.deployed.history, mark }).read()
  const { store, read } = counting(at.deployed.history)
  expect(await openImports({ store, mark }).read()).toEqual([])
  expect(read()).toBe(0)
})

test('a mark that the history does not bear out is passed over', async () => {
  await leaveOpen()
  const head = await at.deployed.history.readAll(null, 1_000)
  const last = head.at(-1)
  if (last === undefined) throw new Error('there is a history')
  const { position, stream, id: eventId } = last
  for (const wrong of [{ eventId: 'another' }, { position: position + 1n }, { stream: 'user-nobody' }]) {
    const mark = memoryMark()
    mark.place = { position, stream, eventId, ...wrong }
    expect(await openImports({ store: at.deployed.history, mark }).read()).toHaveLength(1)
  }
})

test('the mark moves on once what was open has its outcome', async () => {
  const mark = memoryMark()
  await leaveOpen()
  const { look } = recoverer(at)
  const looked = openImports({ store: at.deployed.history, mark })
  await looked.read()
  const before = mark.place?.position
  at.deployed.clock.now += 30_001
  await look()
  expect(await looked.read()).toEqual([])
  expect(mark.place?.position).toBe(await at.deployed.history.head())
  expect(mark.place?.position).not.toBe(before)
})

import { replay } from '../../src/domain/decider'
import { type StoreCommand, type StoreEvent, store } from '../../src/domain/store'
import { given } from '../support/given'

const open = (changes: Partial<StoreCommand> = {}): StoreCommand => ({
  type: 'OpenStore',
  newStoreId: 'store-2',
  masterKeyCheck: 'check-1',
  markedStoreId: null,
  ...changes,
})
const initialised: StoreEvent = {
  type: 'StoreInitialised',
  storeId: 'store-1',
  masterKeyCheck: 'check-1',
}

describe('opening an empty history', () => {
  test('initialises it under the master key', () =>
    given(store)
      .when(open({ newStoreId: 'store-1' }))
      .thenAccepted(initialised))

  test('is refused with a data directory that belongs to a history', () =>
    given(store)
      .when(open({ markedStoreId: 'store-1' }))
      .thenRefused({ code: 'data-directory-of-another-store' }))
})

describe('opening a history', () => {
  test('with its master key and a new data directory changes nothing', () =>
    given(store, initialised).when(open()).thenAccepted())

  test('with its master key and its own data directory changes nothing', () =>
    given(store, initialised)
      .when(open({ markedStoreId: 'store-1' }))
      .thenAccepted())

  test('is refused with another master key', () =>
    given(store, initialised)
      .when(open({ masterKeyCheck: 'check-2' }))
      .thenRefused({ code: 'store-of-another-key' }))

  test('is refused with the data directory of another history', () =>
    given(store, initialised)
      .when(open({ markedStoreId: 'store-3' }))
      .thenRefused({ code: 'data-directory-of-another-store' }))

  test('tells its own id, not the one that was drawn in case it was empty', () =>
    expect(replay(store, [initialised])).toStrictEqual({
      status: 'initialised',
      storeId: 'store-1',
      masterKeyCheck: 'check-1',
    }))
})

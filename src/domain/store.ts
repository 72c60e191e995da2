import { accept, type Decider, refuse, unreachable } from './decider'

/** The first event of a store: it ties the history to a master key, and a data directory to the history. */
export type StoreEvent = {
  readonly type: 'StoreInitialised'
  readonly storeId: string
  /** Derived from the master key and of no use without it; equal if and only if the key is. */
  readonly masterKeyCheck: string
}

export type StoreState =
  | { readonly status: 'none' }
  | { readonly status: 'initialised'; readonly storeId: string; readonly masterKeyCheck: string }

export type StoreCommand = {
  readonly type: 'OpenStore'
  readonly newStoreId: string
  readonly masterKeyCheck: string
  /** The store that the data directory belongs to; `null`: none yet. */
  readonly markedStoreId: string | null
}

export type StoreRefusal =
  | { readonly code: 'store-of-another-key' }
  | { readonly code: 'data-directory-of-another-store' }

/** An event store as one history under one master key. */
export const store: Decider<StoreState, StoreCommand, StoreEvent, StoreRefusal> = {
  initialState: { status: 'none' },

  evolve(_state, event) {
    switch (event.type) {
      case 'StoreInitialised': {
        const { type, ...facts } = event
        return { status: 'initialised', ...facts }
      }
      default:
        return unreachable(event.type)
    }
  },

  decide({ newStoreId, masterKeyCheck, markedStoreId }, state) {
    if (state.status === 'none') {
      if (markedStoreId !== null) return refuse({ code: 'data-directory-of-another-store' })
      return accept({ type: 'StoreInitialised', storeId: newStoreId, masterKeyCheck })
    }
    if (state.masterKeyCheck !== masterKeyCheck) return refuse({ code: 'store-of-another-key' })
    if (markedStoreId !== null && markedStoreId !== state.storeId) {
      return refuse({ code: 'data-directory-of-another-store' })
    }
    return accept()
  },
}

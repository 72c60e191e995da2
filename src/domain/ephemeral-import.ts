import type { FailureClass } from './dataset'
import { accept, type Decider, refuse, unreachable } from './decider'

export type EphemeralOutcome =
  | { readonly outcome: 'imported' }
  | { readonly outcome: 'failed'; readonly outcomeClass: FailureClass }

/** All that is ever remembered of an ephemeral import: who, when, and whether it came about. */
export interface EphemeralFacts {
  readonly importId: string
  readonly tokenId: string
  readonly projectId: number
  readonly userId: string
  readonly policyVersion: number | null
  readonly derivationVersion: string
  readonly startedAt: number
  readonly endedAt: number
}

export type EphemeralImportEvent = {
  readonly type: 'EphemeralDatasetDiscarded'
} & EphemeralFacts &
  EphemeralOutcome

export type EphemeralImportState =
  | { readonly status: 'none' }
  | ({ readonly status: 'settled' } & EphemeralOutcome)

export type EphemeralImportCommand = {
  readonly type: 'RecordDiscard'
  readonly facts: EphemeralFacts
} & EphemeralOutcome

export type EphemeralImportRefusal = { readonly code: 'import-already-settled' }

/** The outcome of an import whose dataset is forgotten: the first one recorded stands. */
export const ephemeralImport: Decider<
  EphemeralImportState,
  EphemeralImportCommand,
  EphemeralImportEvent,
  EphemeralImportRefusal
> = {
  initialState: { status: 'none' },

  evolve(state, event) {
    if (state.status !== 'none') return state
    switch (event.type) {
      case 'EphemeralDatasetDiscarded':
        return event.outcome === 'failed'
          ? { status: 'settled', outcome: 'failed', outcomeClass: event.outcomeClass }
          : { status: 'settled', outcome: 'imported' }
      default:
        return unreachable(event.type)
    }
  },

  decide(command, state) {
    if (state.status !== 'none') return refuse({ code: 'import-already-settled' })
    const { type, facts, ...outcome } = command
    return accept({ type: 'EphemeralDatasetDiscarded', ...facts, ...outcome })
  },
}

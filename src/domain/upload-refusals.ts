import { accept, type Decider, unreachable } from './decider'

export interface RuleCount {
  readonly rule: string
  readonly count: number
}

export type UploadRefusalEvent = {
  readonly type: 'UploadRefused'
  readonly tokenId: string
  /** The stable code of the refusal. */
  readonly reason: string
  /** Of a table that was refused: how often each rule was broken. */
  readonly ruleCounts: readonly RuleCount[]
  readonly at: number
}

export type UploadRefusalCommand = Omit<UploadRefusalEvent, 'type'> & { readonly type: 'RecordRefusal' }

/** A token's history holds at most this many refusals, so that a client can't fill it. */
export const refusalsRecordedAToken = 100

/** The refused uploads of one token, as far as they are recorded. */
export const uploadRefusals: Decider<number, UploadRefusalCommand, UploadRefusalEvent, never> = {
  initialState: 0,
  evolve(recorded, event) {
    switch (event.type) {
      case 'UploadRefused':
        return recorded + 1
      default:
        return unreachable(event.type)
    }
  },
  decide(command, recorded) {
    if (recorded >= refusalsRecordedAToken) return accept()
    const { type, ...refusal } = command
    return accept({ type: 'UploadRefused', ...refusal })
  },
}

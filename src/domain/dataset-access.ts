import { accept, type Decider, unreachable } from './decider'

export type DatasetAccessEvent =
  | {
      readonly type: 'DatasetRead'
      readonly datasetId: string
      readonly userId: string
      readonly day: string
    }
  | {
      readonly type: 'KeyfileFetched'
      readonly datasetId: string
      readonly client: string
      /** The reference that the caller gave for this re-identification. */
      readonly case: string
    }

/** The last day on which each user's reading was recorded. */
export type DatasetAccessState = ReadonlyMap<string, string>

export type DatasetAccessCommand =
  /** `day` as `YYYY-MM-DD`, UTC. */
  | { readonly type: 'RecordRead'; readonly datasetId: string; readonly userId: string; readonly day: string }
  | {
      readonly type: 'RecordKeyfileFetch'
      readonly datasetId: string
      readonly client: string
      readonly case: string
    }

/** Who has read a dataset: each user's first reading of a day, and every fetch of its keyfile. */
export const datasetAccess: Decider<DatasetAccessState, DatasetAccessCommand, DatasetAccessEvent, never> = {
  initialState: new Map(),

  evolve(state, event) {
    switch (event.type) {
      case 'DatasetRead':
        return new Map(state).set(event.userId, event.day)
      case 'KeyfileFetched':
        return state
      default:
        return unreachable(event)
    }
  },

  decide(command, state) {
    switch (command.type) {
      case 'RecordRead': {
        if (state.get(command.userId) === command.day) return accept()
        const { type, ...read } = command
        return accept({ type: 'DatasetRead', ...read })
      }
      case 'RecordKeyfileFetch': {
        const { type, ...fetch } = command
        return accept({ type: 'KeyfileFetched', ...fetch })
      }
      default:
        return unreachable(command)
    }
  },
}

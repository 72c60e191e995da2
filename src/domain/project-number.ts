import { accept, type Decider, unreachable } from './decider'

export type ProjectNumberEvent = { readonly type: 'ProjectNumberDrawn' }
export type ProjectNumberCommand = { readonly type: 'DrawProjectNumber' }

/** The counter of project numbers: the revision of a drawing plus one is the number; gaps are fine. */
export const projectNumber: Decider<number, ProjectNumberCommand, ProjectNumberEvent, never> = {
  initialState: 0,
  evolve(drawn, event) {
    switch (event.type) {
      case 'ProjectNumberDrawn':
        return drawn + 1
      default:
        return unreachable(event.type)
    }
  },
  decide: () => accept({ type: 'ProjectNumberDrawn' }),
}

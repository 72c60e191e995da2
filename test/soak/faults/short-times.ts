import type { Times } from './lane'

/** So that a fault of a moment outlasts the patience of the service. The deadline is what nothing comes near. */
export const shortTimes: Times = {
  faultMs: 250,
  deadlineMs: 10_000,
  service: {
    store: { attemptMs: 150, patienceMs: 60, readPatienceMs: 1_000, silenceMs: 400, watchMs: 1_000 },
    patienceMs: 20,
  },
}

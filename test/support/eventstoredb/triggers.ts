/** Which of the matching calls a fault befalls; without either, every one until it is ended. */
export interface Occasion {
  /** Only this one of them, counted from 1 since the fault was set. */
  readonly nth?: number
  /** Only so many of them. */
  readonly times?: number
}

/** A fault that was set. */
export interface Fault {
  /** How many calls it has befallen. */
  readonly hits: number
  /** Resolves when it has befallen its first call. */
  readonly hit: Promise<void>
  /** From now on it befalls no call, and those it holds are let go. May be called again. */
  end(): void
}

/** A fault as it befalls one call. */
export interface Befallen<Kind> {
  readonly kind: Kind
  /** Resolves when the fault is ended. */
  readonly ended: Promise<void>
}

export interface Triggers<Call, Kind> {
  set(kind: Kind, matches: (call: Call) => boolean, occasion: Occasion): Fault
  /** The fault that befalls this call, if any does: of several the one that was set first. */
  strike(call: Call): Befallen<Kind> | undefined
  endAll(): void
}

export function createTriggers<Call extends object, Kind>(): Triggers<Call, Kind> {
  const set = new Set<{ strike(call: Call): Befallen<Kind> | undefined; end(): void }>()
  return {
    set(kind, matches, { nth, times }) {
      const first = nth ?? 1
      const last = first - 1 + (times ?? (nth === undefined ? Number.POSITIVE_INFINITY : 1))
      const hit = signal()
      const ended = signal()
      // A subscription asks again with each event: it is one call.
      const met = new WeakSet<Call>()
      let seen = 0
      let hits = 0
      const trigger = {
        strike(call: Call) {
          if (met.has(call) || !matches(call)) return undefined
          met.add(call)
          seen += 1
          if (seen < first || seen > last) return undefined
          hits += 1
          hit.give()
          return { kind, ended: ended.given }
        },
        end() {
          set.delete(trigger)
          ended.give()
        },
      }
      set.add(trigger)
      return {
        get hits() {
          return hits
        },
        hit: hit.given,
        end: trigger.end,
      }
    },
    strike(call) {
      for (const trigger of set) {
        const befallen = trigger.strike(call)
        if (befallen !== undefined) return befallen
      }
      return undefined
    },
    endAll() {
      for (const trigger of set) trigger.end()
    },
  }
}

function signal() {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

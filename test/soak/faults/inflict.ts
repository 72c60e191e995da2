import { consumptionsOf } from './history'
import type { Lane } from './lane'
import type { Row } from './matrix'

/** The upload that a fault is for. */
export interface Target {
  readonly tokenId: string
  readonly uuid: string
}

export interface Inflicted {
  /** Resolves when the fault has met the append. */
  readonly hit: Promise<void>
  hasHit(): boolean
  end(): void
}

/** An append, told by its stream. */
interface OneAppend {
  readonly stream: (name: string) => boolean
  readonly type?: string
}

const hoursApart = 2 * 3_600_000

/** Sets the row's fault at the row's append of this upload, until it is ended. */
export function inflict(lane: Lane, row: Row, target: Target): Inflicted {
  const { server } = lane
  const stream = streamTest(lane, row, target)
  const ofAppend = { stream, ...(row.append === 'consumption' && { type: 'TokenConsumed.v1' }) }
  switch (row.fault) {
    case 'clock-ahead':
    case 'clock-behind': {
      server.clockSkewMs = row.fault === 'clock-ahead' ? hoursApart : -hoursApart
      const seen = appendSeen(lane, ofAppend)
      const end = () => {
        seen.end()
        server.clockSkewMs = 0
      }
      return { ...seen, end }
    }
    case 'capabilities-broken': {
      const cut = server.faults.onAppend({ ...ofAppend, times: 1 }, 'cut-before-commit')
      let features: ReturnType<typeof server.faults.onFeatures> | undefined
      const hit = cut.hit.then(() => {
        features = server.faults.onFeatures({}, 'internal')
        return features.hit
      })
      const end = () => {
        cut.end()
        features?.end()
      }
      return { hit, hasHit: () => (features?.hits ?? 0) > 0, end }
    }
    default: {
      const fault = server.faults.onAppend(ofAppend, row.fault)
      return { hit: fault.hit, hasHit: () => fault.hits > 0, end: fault.end }
    }
  }
}

/** For what is wrong with the server as a whole: it has met an append once the server is asked for it. */
function appendSeen({ server }: Lane, { stream, ...of }: OneAppend): Inflicted {
  let seen = false
  let meet = () => {}
  const hit = new Promise<void>((resolve) => {
    meet = resolve
  })
  const looks = (name: string) => {
    if (stream(name)) {
      seen = true
      meet()
    }
    // Nothing more befalls it.
    return false
  }
  const { end } = server.faults.onAppend({ ...of, stream: looks }, 'timeout')
  return { hit, hasHit: () => seen, end }
}

/** An import's id is the service's to choose: its stream is known once the token is consumed by it. */
function streamTest({ server, prefix }: Lane, { append, kind }: Row, { tokenId, uuid }: Target) {
  switch (append) {
    case 'claim':
      return (stream: string) => stream === `${prefix}catalogue-${uuid}`
    case 'consumption':
      return (stream: string) => stream === `${prefix}uploadToken-${tokenId}`
    case 'outcome': {
      const category = `${prefix}${kind === 'ephemeral' ? 'ephemeralImport' : 'dataset'}-`
      return (stream: string) =>
        stream.startsWith(category) &&
        consumptionsOf(server.log, prefix, tokenId).includes(stream.slice(category.length))
    }
  }
}

import type { ImportKind } from '../../domain/import-kind'
import type { TokenRow } from './read-model-rows'

/** A stretch of time, in milliseconds since 1970. */
export interface Period {
  /** Inclusive; absent: from the beginning. */
  readonly since?: number
  /** Exclusive; absent: to the end. */
  readonly until?: number
}

export const isWithin = (time: number, { since, until }: Period): boolean =>
  (since === undefined || time >= since) && (until === undefined || time < until)

export const msADay = 86_400_000

/** The day of a time in milliseconds: counted from 1970, in UTC. */
export const dayAt = (time: number): number => Math.floor(time / msADay)

interface Counted {
  readonly projectId: number
  /** As `dayAt` counts; `null` where days aren't told apart. */
  readonly day: number | null
  readonly count: number
}

export interface TokenCount extends Counted {
  readonly state: TokenRow['state']
  /** Of the unused ones, those whose window has not begun, and those whose window is over. */
  readonly notYetValid: number
  readonly expired: number
}

export interface ImportCount extends Counted {
  readonly kind: ImportKind
  readonly outcome: 'imported' | 'failed'
  /** Sums over what they kept. */
  readonly rows: number
  readonly bytes: number
}

/** In no order. */
export interface Counts {
  /** Those issued in the period, by project and state. */
  readonly tokens: readonly TokenCount[]
  /** Those that spent a token and whose outcome was stored in the period, by project, kind and outcome. */
  readonly imports: readonly ImportCount[]
}

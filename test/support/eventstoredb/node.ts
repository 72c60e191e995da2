import type { Access } from './access'
import type { createCounters } from './counters'
import type { EventLog } from './event-log'
import type { Strikes } from './faults'
import type { Endpoint, Refusal } from './outcome'

/** What the calls of one server share. */
export interface Node {
  readonly log: EventLog
  readonly strikes: Strikes
  readonly counters: ReturnType<typeof createCounters>
  readonly access: Access
  /** Milliseconds since 1970, by the server's clock. */
  readonly now: () => number
  readonly settings: Settings
  readonly cluster: Membership
  /** Breaks the connection of a call, without a word. */
  cut(call: Peer): void
}

export interface Settings {
  /** Whether the server knows batched appends; those before version 21.10 don't. */
  readonly batchAppend: boolean
  readonly version: string
  /** Bytes of one append. */
  readonly maxAppendSize: number
  /** Events that a filtered subscription considers for one step of its checkpoint interval. */
  readonly checkpointWindow: number
}

export interface Peer {
  getPeer(): string
}

/** A server's place among those that share its log. */
export interface Membership {
  isLeader(): boolean
  leader(): Endpoint
  /** Tells of each change of the leader. Answers how to stop that. */
  onChange(told: () => void): () => void
  members(): readonly Member[]
}

export interface Member extends Endpoint {
  readonly id: string
  readonly isLeader: boolean
  readonly isAlive: boolean
}

/** A follower serves what it can itself, and passes on the rest, unless the caller insists on the leader. */
export const insistsOnLeader = (call: { metadata: { get(key: string): readonly unknown[] } }) =>
  call.metadata.get('requires-leader')[0] === 'true'

export const notLeader = (node: Node): Refusal => ({ kind: 'not-leader', leader: node.cluster.leader() })

import { randomUUID } from 'node:crypto'
import type { EventLog } from './event-log'
import type { Member, Membership } from './node'
import type { Endpoint } from './outcome'

/** A server's own hand on its place among those that share its log. */
export interface Place extends Membership {
  lead(): void
  /** Says where the server listens, or that it doesn't any more. */
  report(port: number, isAlive: boolean): void
  leave(): void
}

interface Cluster {
  readonly members: Map<string, Member>
  readonly listeners: Set<() => void>
}

const clusters = new WeakMap<EventLog, Cluster>()

/** Joins the servers of a log, which is their cluster. The newest one leads, unless it is to follow. */
export function joinCluster(log: EventLog, isFollower: boolean): Place {
  const cluster = clusters.get(log) ?? { members: new Map(), listeners: new Set() }
  clusters.set(log, cluster)
  const { members, listeners } = cluster
  const id = randomUUID()
  let self: Member = { id, address: '127.0.0.1', port: 0, isLeader: !isFollower, isAlive: false }
  members.set(id, self)

  const mine = () => members.get(id) ?? self
  function report(port: number, isAlive: boolean) {
    self = { ...mine(), port, isAlive }
    members.set(id, self)
  }
  function lead() {
    for (const member of members.values()) members.set(member.id, { ...member, isLeader: member.id === id })
    for (const told of listeners) told()
  }
  if (!isFollower) lead()

  return {
    isLeader: () => mine().isLeader,
    leader: (): Endpoint => [...members.values()].find(({ isLeader }) => isLeader) ?? mine(),
    members: () => [...members.values()],
    onChange(told) {
      listeners.add(told)
      return () => listeners.delete(told)
    },
    lead,
    report,
    leave: () => void members.delete(id),
  }
}

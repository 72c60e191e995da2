import { createTriggers, type Fault, type Occasion } from './triggers'

/** What can befall an append, batched or not. Where it isn't said otherwise nothing is stored. */
export type AppendFault =
  /** Neither stored nor answered. */
  | 'silence'
  /** Stored and answered only when the fault is ended, even if the caller has long gone. */
  | 'held'
  | 'cut-before-commit'
  /** Stored, and the connection breaks instead of the answer. */
  | 'cut-after-commit'
  /** Stored, the connection stays, and no answer comes. */
  | 'answer-withheld'
  /** A server within a second of its start. */
  | 'not-ready'
  | 'too-busy'
  /** Names the leader of the cluster, else the server itself. */
  | 'not-leader'
  | 'timeout'
  /** Stored, and said to have timed out, as by a server whose commit comes late. */
  | 'timeout-after-commit'
  /** Stored, and answered to a correlation id that nobody knows; of a plain append never. */
  | 'unknown-correlation'
  | 'access-denied'
  | 'wrong-expected-version'
  /** The call, with all other appends on it, ends with an error that says nothing. */
  | 'internal'

/** What can befall the question for the server's features. */
export type FeaturesFault = 'silence' | 'internal' | 'not-ready' | 'unimplemented' | 'cut'

/** What can befall a read that is no subscription. */
export type ReadFault = 'silence' | 'held' | 'not-ready' | 'too-busy' | 'not-leader' | 'access-denied' | 'cut'

export type SubscriptionFault =
  /** Nothing comes any more, not even an end, until the fault is ended. */
  | 'silence'
  /** The server's judgement of a consumer that is slow. */
  | 'too-slow'
  | 'not-ready'
  | 'not-leader'
  | 'access-denied'
  /** Ends without an error. */
  | 'ended'
  /** The connection breaks. */
  | 'cut'

export interface AppendCall {
  readonly stream: string
  readonly types: readonly string[]
}

export interface ReadCall {
  /** `$all` for the log of all streams. */
  readonly stream: string
}

export interface SubscriptionCall extends ReadCall {
  /** Events that this subscription has had so far. */
  readonly sent: number
}

export interface OfStream {
  readonly stream?: RegExp | ((stream: string) => boolean)
}

export interface OfAppend extends OfStream, Occasion {
  /** One of the call's events is of this type. */
  readonly type?: string
}

export interface OfSubscription extends OfStream, Occasion {
  /** Once it has had at least so many events; by default at once. */
  readonly after?: number
}

/** Faults on request, any number at a time. Each lasts until its `end`, or as its occasion says. */
export interface Faults {
  onAppend(of: OfAppend, kind: AppendFault): Fault
  onFeatures(of: Occasion, kind: FeaturesFault): Fault
  onRead(of: OfStream & Occasion, kind: ReadFault): Fault
  /** Befalls open subscriptions at once, and those that come. */
  onSubscription(of: OfSubscription, kind: SubscriptionFault): Fault
  endAll(): void
}

export function createFaults() {
  const appends = createTriggers<AppendCall, AppendFault>()
  const features = createTriggers<object, FeaturesFault>()
  const reads = createTriggers<ReadCall, ReadFault>()
  const subscriptions = createTriggers<SubscriptionCall, SubscriptionFault>()
  const listeners = new Set<() => void>()
  const faults: Faults = {
    onAppend: ({ stream, type, ...occasion }, kind) =>
      appends.set(
        kind,
        (call) => isOf(call.stream, stream) && (type === undefined || call.types.includes(type)),
        occasion,
      ),
    onFeatures: (occasion, kind) => features.set(kind, () => true, occasion),
    onRead: ({ stream, ...occasion }, kind) => reads.set(kind, (call) => isOf(call.stream, stream), occasion),
    onSubscription({ stream, after = 0, ...occasion }, kind) {
      const matches = (call: SubscriptionCall) => isOf(call.stream, stream) && call.sent >= after
      const fault = subscriptions.set(kind, matches, occasion)
      for (const told of listeners) told()
      return fault
    },
    endAll() {
      for (const triggers of [appends, features, reads, subscriptions]) triggers.endAll()
    },
  }
  return {
    faults,
    onAppend: appends.strike,
    onFeatures: () => features.strike({}),
    onRead: reads.strike,
    onSubscription: subscriptions.strike,
    /** Tells of each fault of subscriptions that is set, so that idle ones meet it. */
    onSet(told: () => void): () => void {
      listeners.add(told)
      return () => listeners.delete(told)
    },
  }
}

export type Strikes = ReturnType<typeof createFaults>

const isOf = (stream: string, wanted: OfStream['stream']): boolean =>
  wanted === undefined || (typeof wanted === 'function' ? wanted(stream) : wanted.test(stream))

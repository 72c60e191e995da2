import { BACKWARDS, END, EventStoreDBClient, START, streamNameFilter } from '@eventstore/db-client'
import { guardBatchStream } from './batch-stream'
import type { ChannelFiles } from './channel-files'
import { type ConnectionSettings, InvalidConnectionString } from './connection-string'
import { createEnding } from './ending'
import { isOfWholeCall } from './faults'
import { createFeed } from './feed'
import { createInlet } from './inlet'
import type { Resolved, StoreClient } from './store-client'

/**
 * The server is told the time by our clock until which an append is wanted, and refuses one that comes later by its
 * own. So it is told a time that no clock is wrong by; how long we wait is ours to say.
 */
const wantedMs = 24 * 3_600_000

/** Of the buffer between the network and those who take events. */
const buffer = { highWaterMark: 128 }

/** How many events of others the server passes over between two signs of life. */
const passedOver = 500

/** Decisions are made on what is read: only the leader is sure to have what has been acknowledged. */
const asLeader = { requiresLeader: true }

/** Connects when first asked something. */
export function connect(settings: ConnectionSettings, files: ChannelFiles): StoreClient {
  const client = openClient(settings, files)
  const closing = createEnding()
  let heardLast = Number.NEGATIVE_INFINITY
  let appendHeardLast = Number.NEGATIVE_INFINITY
  const heard = () => {
    heardLast = performance.now()
  }
  const appendHeard = () => {
    heard()
    appendHeardLast = heardLast
  }

  const at = (position: bigint) => ({ commit: position, prepare: position })

  return {
    version() {
      const version = client.serverVersion()
      if (typeof version === 'string') return version
      return version.then((told) => {
        heard()
        return told
      })
    },
    async append(stream, expected, events) {
      const options = { requiresLeader: true, expectedRevision: expected, deadline: wantedMs }
      try {
        const stored = await client.appendToStream(stream, events, options)
        appendHeard()
        const { nextExpectedRevision: revision, position } = stored
        return position === undefined ? { revision } : { revision, position: position.commit }
      } catch (fault) {
        if (!isOfWholeCall(fault)) appendHeard()
        throw fault
      }
    },
    readStream(stream, from, limit) {
      const options = { ...asLeader, fromRevision: from ?? START, maxCount: limit } as const
      const read = client.readStream(stream, options, buffer)
      return createInlet({ stream: read, cancel: () => read.cancel(), heard, closed: closing.signal })
    },
    readBackwards(before, limit) {
      const fromPosition = before === null ? END : at(before)
      const options = { ...asLeader, direction: BACKWARDS, fromPosition, maxCount: limit } as const
      const read = client.readAll(options, buffer)
      return createInlet({ stream: read, cancel: () => read.cancel(), heard, closed: closing.signal })
    },
    subscribe(prefix, after) {
      const fromPosition = after === null ? START : at(after)
      const window = { prefixes: [prefix], maxSearchWindow: passedOver, checkpointInterval: 1 }
      return createFeed<Resolved>({
        open(reached) {
          const checkpointReached = (_: unknown, { commit }: { commit: bigint }) => reached(commit)
          const filter = streamNameFilter({ ...window, checkpointReached })
          return client.subscribeToAll({ ...asLeader, fromPosition, filter }, buffer)
        },
        heard,
        closed: closing.signal,
      })
    },
    heardAt: (what) => (what === 'append' ? appendHeardLast : heardLast),
    closed: closing.signal,
    async close() {
      closing.abort()
      await client.close()
    },
  }
}

function openClient(settings: ConnectionSettings, files: ChannelFiles): GuardedClient {
  const {
    hosts,
    isCluster,
    tls,
    credentials,
    keepAliveInterval = 10_000,
    keepAliveTimeout = 5_000,
  } = settings
  const [endpoint] = hosts
  if (endpoint === undefined) throw new RangeError('a connection has at least one host')
  const options = {
    connectionName: settings.connectionName ?? 'aperture',
    keepAliveInterval,
    keepAliveTimeout,
    throwOnAppendFailure: true,
  }
  const { nodePreference, maxDiscoverAttempts, discoveryInterval, gossipTimeout } = settings
  const discovery = {
    ...(nodePreference === undefined ? {} : { nodePreference }),
    ...(maxDiscoverAttempts === undefined ? {} : { maxDiscoverAttempts }),
    ...(discoveryInterval === undefined ? {} : { discoveryInterval }),
    ...(gossipTimeout === undefined ? {} : { gossipTimeout }),
  }
  const channel = { insecure: !tls, ...files }
  try {
    const client = isCluster
      ? new GuardedClient({ endpoints: [...hosts], ...discovery, ...options }, channel, credentials)
      : new GuardedClient({ endpoint, ...options }, channel, credentials)
    client.guard()
    return client
  } catch {
    // What OpenSSL says of a file may quote it.
    throw new InvalidConnectionString("names certificates that can't be used")
  }
}

/** The library's client with what it lacks. It is to be had by inheriting only. */
class GuardedClient extends EventStoreDBClient {
  #channel: { close(): void } | undefined
  #told: { readonly asking: Promise<unknown>; readonly version: string } | undefined

  serverVersion(): string | Promise<string> {
    // Another promise each time that the library has to connect anew.
    const asking = this.capabilities
    if (asking === this.#told?.asking) return this.#told.version
    return asking.then(({ serverVersion }) => {
      this.#told = { asking, version: serverVersion }
      return serverVersion
    })
  }

  guard(): void {
    const createStream = this.GRPCStreamCreator
    this.GRPCStreamCreator = (service, name, create, cache) => {
      // Only the call that all appends share is kept in a cache.
      if (cache === undefined) return createStream(service, name, create)
      const guarded: typeof create = (client) => {
        const stream = create(client)
        if ('write' in stream) guardBatchStream(stream)
        return stream
      }
      return createStream(service, name, guarded, cache)
    }

    const getChannel = this.getChannel
    this.getChannel = async () => {
      const channel = await getChannel()
      this.#channel = channel
      return channel
    }

    // The library doesn't wait for it: a rejection, as of the search for a leader, would end the process.
    const handleError: unknown = Reflect.get(this, 'handleError')
    if (typeof handleError === 'function') {
      Reflect.set(this, 'handleError', async (...values: unknown[]) => {
        await Promise.resolve(handleError(...values)).catch(() => {})
      })
    }
  }

  /** Beyond `dispose`, which ends the calls and leaves the connection open. */
  async close(): Promise<void> {
    await this.dispose()
    this.#channel?.close()
  }
}

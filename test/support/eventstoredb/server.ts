import { readFileSync } from 'node:fs'
import path from 'node:path'
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb'
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb'
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { accessOf, openAccess, type Users } from './access'
import { append } from './append'
import { batchAppend } from './batch-append'
import { joinCluster } from './cluster'
import { createConnections } from './connections'
import { type Counters, createCounters } from './counters'
import { softDelete, tombstone } from './delete'
import { createEventLog, type EventLog } from './event-log'
import { createFaults, type Faults } from './faults'
import { supportedMethods } from './features'
import { gossip } from './gossip'
import type { Node, Settings } from './node'
import { read } from './read'

export interface EventStoreServerOptions extends Partial<Settings> {
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** With the test certificate, which names the loopback addresses. Off by default. */
  readonly tls?: boolean
  /** Who may call; without it nobody is asked. Clients send credentials over TLS only. */
  readonly users?: Users
  /** The server's clock before (+) or behind (-) ours. */
  readonly clockSkewMs?: number
  /** The log of another server, which makes the two a cluster. */
  readonly log?: EventLog
  readonly follower?: boolean
  /** Where a new log begins; a large one shows who loses digits of a 64-bit position. */
  readonly firstPosition?: bigint
}

/** EventStoreDB over memory on a loopback port, as far as a client of streams sees it; and what breaks it. */
export interface EventStoreServer {
  readonly port: number
  /** Without credentials. */
  readonly connectionString: string
  readonly faults: Faults
  readonly log: EventLog
  readonly counters: Counters
  readonly connections: number
  /** May be set at any time. */
  clockSkewMs: number
  readonly isLeader: boolean
  /** Becomes the leader; the others follow, and their subscriptions that insist on the leader end. */
  lead(): void
  /** Dies: every connection breaks without a word, the port is closed, the log stays. */
  stop(): Promise<void>
  /** Comes back on the same port. */
  start(): Promise<void>
  /** The end; also of a server that has died. */
  close(): Promise<void>
}

/**
 * The certificate of every server with TLS, and its own authority: a client's `tlsCAFile`. Its key stands beside
 * it: it protects nothing.
 */
export const certificateFile = path.join(__dirname, 'tls', 'certificate.pem')

export async function startEventStoreServer(
  options: EventStoreServerOptions = {},
): Promise<EventStoreServer> {
  let clockSkewMs = options.clockSkewMs ?? 0
  const now = () => Date.now() + clockSkewMs
  const log = options.log ?? createEventLog({ now, firstPosition: options.firstPosition ?? 0n })
  const place = joinCluster(log, options.follower ?? false)
  const strikes = createFaults()
  const counters = createCounters()
  const rpc = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024, 'grpc.enable_channelz': 0 })
  const injector = rpc.createConnectionInjector(credentialsOf(options))
  const connections = createConnections((socket) => injector.injectConnection(socket))
  addServices(rpc, {
    log,
    strikes,
    counters,
    access: options.users === undefined ? openAccess : accessOf(options.users, log),
    now,
    settings: {
      batchAppend: options.batchAppend ?? true,
      version: options.version ?? '23.10.8',
      maxAppendSize: options.maxAppendSize ?? 1024 * 1024,
      checkpointWindow: options.checkpointWindow ?? 32,
    },
    cluster: place,
    cut: (call) => connections.cut(call.getPeer()),
  })
  let port = options.port ?? 0

  async function start() {
    port = await connections.listen(port)
    place.report(port, true)
  }
  async function stop() {
    place.report(port, false)
    await connections.end()
  }

  await start()
  return {
    port,
    connectionString: options.tls
      ? `esdb://localhost:${port}?tls=true&tlsCAFile=${certificateFile}`
      : `esdb://127.0.0.1:${port}?tls=false`,
    faults: strikes.faults,
    log,
    counters: counters.totals,
    get connections() {
      return connections.open
    },
    get clockSkewMs() {
      return clockSkewMs
    },
    set clockSkewMs(value) {
      clockSkewMs = value
    },
    get isLeader() {
      return place.isLeader()
    },
    lead: place.lead,
    start,
    stop,
    async close() {
      place.leave()
      await stop()
      rpc.forceShutdown()
    },
  }
}

function credentialsOf({ tls }: EventStoreServerOptions): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure()
  const certificate = readFileSync(certificateFile)
  const key = readFileSync(path.join(__dirname, 'tls', 'key.pem'))
  return ServerCredentials.createSsl(null, [{ cert_chain: certificate, private_key: key }])
}

const asItIs = (message: Buffer) => message

function addServices(rpc: Server, node: Node): void {
  rpc.addService(
    { ...StreamsService, read: { ...StreamsService.read, responseSerialize: asItIs } },
    {
      append: append(node),
      batchAppend: batchAppend(node),
      delete: softDelete(node),
      read: read(node),
      tombstone: tombstone(node),
    },
  )
  rpc.addService(ServerFeaturesService, { getSupportedMethods: supportedMethods(node) })
  rpc.addService(GossipService, { read: gossip(node) })
}

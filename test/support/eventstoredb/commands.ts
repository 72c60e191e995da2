import type { AppendFault, FeaturesFault, ReadFault, SubscriptionFault } from './faults'
import { seedForeign } from './seeding'
import type { EventStoreServer } from './server'
import type { Fault, Occasion } from './triggers'

/** A fault for a server in another process. `stream` is the source of a regular expression. */
export type RequestedFault =
  | {
      readonly on: 'append'
      readonly kind: AppendFault
      readonly of?: Occasion & { readonly stream?: string; readonly type?: string }
    }
  | { readonly on: 'features'; readonly kind: FeaturesFault; readonly of?: Occasion }
  | { readonly on: 'read'; readonly kind: ReadFault; readonly of?: Occasion & { readonly stream?: string } }
  | {
      readonly on: 'subscription'
      readonly kind: SubscriptionFault
      readonly of?: Occasion & { readonly stream?: string; readonly after?: number }
    }

/** What a server in a process of its own is told, a line each. It answers each with one line. */
export type Command =
  | { readonly command: 'stop' | 'start' | 'counters' | 'end-faults' }
  /** Answers the fault's `id`. */
  | { readonly command: 'fault'; readonly fault: RequestedFault }
  /** Answers how often it befell a call. */
  | { readonly command: 'end-fault'; readonly id: number }
  | { readonly command: 'skew'; readonly ms: number }
  | { readonly command: 'seed-foreign'; readonly count: number }

export type CommandAnswer = Readonly<Record<string, unknown>>

export function createCommands(server: EventStoreServer): (command: Command) => Promise<CommandAnswer> {
  const faults: Fault[] = []
  return async (command) => {
    switch (command.command) {
      case 'stop':
        await server.stop()
        return { stopped: true }
      case 'start':
        await server.start()
        return { started: true }
      case 'counters':
        return { ...server.counters, connections: server.connections, length: server.log.all.length }
      case 'fault':
        return { id: faults.push(setFault(server, command.fault)) - 1 }
      case 'end-fault': {
        const fault = faults[command.id]
        fault?.end()
        return { hits: fault?.hits ?? null }
      }
      case 'end-faults':
        server.faults.endAll()
        return { ended: true }
      case 'skew':
        server.clockSkewMs = command.ms
        return { skewed: true }
      case 'seed-foreign':
        seedForeign(server.log, command.count)
        return { seeded: true }
      default:
        return command satisfies never
    }
  }
}

function setFault({ faults }: EventStoreServer, fault: RequestedFault): Fault {
  switch (fault.on) {
    case 'append':
      return faults.onAppend(inProcess(fault.of), fault.kind)
    case 'features':
      return faults.onFeatures(fault.of ?? {}, fault.kind)
    case 'read':
      return faults.onRead(inProcess(fault.of), fault.kind)
    case 'subscription':
      return faults.onSubscription(inProcess(fault.of), fault.kind)
    default:
      return fault satisfies never
  }
}

function inProcess<Of extends Occasion & { readonly stream?: string }>(of: Of | undefined) {
  const { stream, ...rest } = of ?? { stream: undefined }
  return stream === undefined ? rest : { ...rest, stream: new RegExp(stream) }
}

import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb'
import type { Empty } from '@eventstore/db-client/generated/shared_pb'
import { type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js'
import { serviceError, trailersOf } from './errors'
import type { Node } from './node'

/** What a client asks before its first append, anonymously. */
export const supportedMethods =
  (node: Node) =>
  (call: ServerUnaryCall<Empty, SupportedMethods>, callback: sendUnaryData<SupportedMethods>) => {
    const end = node.counters.begin('GetSupportedMethods')
    call.on('cancelled', end)
    const fault = node.strikes.onFeatures()?.kind
    if (fault === 'silence') return
    end()
    switch (fault) {
      case undefined:
        return callback(null, methodsOf(node))
      case 'cut':
        return node.cut(call)
      case 'unimplemented':
        return callback(serviceError(status.UNIMPLEMENTED, 'Method is unimplemented.'))
      case 'internal':
      case 'not-ready':
        return callback(trailersOf({ kind: fault }, ''))
      default:
        return fault satisfies never
    }
  }

function methodsOf({ settings }: Node): SupportedMethods {
  const features: Readonly<Record<string, readonly string[]>> = {
    read: ['position', 'events'],
    append: [],
    delete: [],
    tombstone: [],
    ...(settings.batchAppend ? { batchappend: ['deadline_duration'] } : {}),
  }
  const methods = Object.entries(features).map(([method, names]) =>
    new SupportedMethod()
      .setServiceName('event_store.client.streams.streams')
      .setMethodName(method)
      .setFeaturesList([...names]),
  )
  return new SupportedMethods().setEventStoreServerVersion(settings.version).setMethodsList(methods)
}

import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb'
import { filterOf } from './filter'
import { insistsOnLeader, type Node, notLeader } from './node'
import { ALL, eventsOf, firstVisible, readFrom, streamOf } from './read-range'
import { createSender, type ReadCall, type Sender } from './sender'
import { subscribe } from './subscribe'
import { eventMessage, identifierOf, messageOf } from './wire'

/** Reads and subscriptions: one call of the protocol, told apart by their options. */
export const read = (node: Node) => (call: ReadCall) => {
  const options = call.request.getOptions() ?? new ReadReq.Options()
  const isSubscription = options.hasSubscription()
  const sender = createSender(call, node.counters.begin(isSubscription ? 'Subscribe' : 'Read'))
  const stream = streamOf(options)
  if (insistsOnLeader(call) && !node.cluster.isLeader()) return sender.fail(notLeader(node), stream)
  const refusal = node.access.refuse(call, 'read', stream)
  if (refusal !== undefined) return sender.fail(refusal, stream)
  if (node.log.isTombstoned(stream)) return sender.fail({ kind: 'stream-deleted' }, stream)
  if (isSubscription) return void subscribe(node, call, options, sender)
  const fault = node.strikes.onRead({ stream })
  if (fault === undefined) return void readOnce(node, options, sender)
  switch (fault.kind) {
    case 'silence':
      return
    case 'held':
      return void fault.ended.then(() => readOnce(node, options, sender))
    case 'cut':
      return node.cut(call)
    case 'not-leader':
      return sender.fail(notLeader(node), stream)
    default:
      return sender.fail({ kind: fault.kind }, stream)
  }
}

async function readOnce(node: Node, options: ReadReq.Options, sender: Sender): Promise<void> {
  const stream = streamOf(options)
  const events = eventsOf(node.log, stream)
  const first = firstVisible(node.log, stream)
  const end = events.length
  if (stream !== ALL && first >= end) {
    const notFound = new ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream))
    await sender.send(messageOf(new ReadResp().setStreamNotFound(notFound)))
    return sender.end()
  }
  const isBackwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS
  const { matches } = filterOf(options, node.settings.checkpointWindow)
  const from = readFrom(options, events, isBackwards)
  const step = isBackwards ? -1 : 1
  let left = BigInt(options.getCount())
  for (let index = isBackwards ? from : Math.max(from, first); index >= first && index < end; index += step) {
    const event = events[index]
    if (event === undefined || left === 0n || !sender.isOpen) break
    if (!matches(event)) continue
    left -= 1n
    node.counters.totals.events.byReads += 1
    await sender.send(eventMessage(event))
  }
  sender.end()
}

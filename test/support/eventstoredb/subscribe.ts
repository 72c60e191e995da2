import { randomUUID } from 'node:crypto'
import { type ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb'
import type { StoredEvent } from './event-log'
import { filterOf } from './filter'
import { insistsOnLeader, type Node, notLeader } from './node'
import { ALL, eventsOf, firstVisible, streamOf, subscribeFrom } from './read-range'
import type { ReadCall, Sender } from './sender'
import { befall } from './subscription-faults'
import { eventMessage, messageOf } from './wire'

/** A confirmation, what is there, `caught_up`, then what comes; with checkpoints where it is filtered. */
export async function subscribe(
  node: Node,
  call: ReadCall,
  options: ReadReq.Options,
  sender: Sender,
): Promise<void> {
  const stream = streamOf(options)
  const { matches, checkpointInterval } = filterOf(options, node.settings.checkpointWindow)
  const isBound = insistsOnLeader(call)
  const stops = [
    node.log.onCommit(sender.wake),
    node.strikes.onSet(sender.wake),
    node.cluster.onChange(sender.wake),
  ]
  const progress = { stream, sent: 0 }
  let index = subscribeFrom(options, eventsOf(node.log, stream))
  let considered = 0
  let isLive = false

  async function consider(event: StoredEvent): Promise<void> {
    if (stream !== ALL && (index <= firstVisible(node.log, stream) || node.log.isTombstoned(stream))) return
    if (matches(event)) {
      progress.sent += 1
      node.counters.totals.events.bySubscriptions += 1
      await sender.send(eventMessage(event))
    }
    considered += 1
    if (considered !== checkpointInterval) return
    considered = 0
    await sender.send(checkpoint(event.position))
  }

  await sender.send(confirmation())
  while (sender.isOpen) {
    if (isBound && !node.cluster.isLeader()) {
      sender.fail(notLeader(node), stream)
      break
    }
    const fault = node.strikes.onSubscription(progress)
    if (fault !== undefined) await befall(node, call, sender, stream, fault)
    const event = eventsOf(node.log, stream)[index]
    if (!sender.isOpen) break
    if (event !== undefined) {
      index += 1
      await consider(event)
    } else if (isLive) {
      await sender.pause()
    } else {
      isLive = true
      await sender.send(caughtUp)
    }
  }
  for (const stop of stops) stop()
}

const confirmation = () =>
  messageOf(
    new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID())),
  )

const caughtUp = messageOf(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()))

function checkpoint(position: bigint): Buffer {
  const at = String(position)
  return messageOf(
    new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition(at).setPreparePosition(at)),
  )
}

import { randomUUID } from 'node:crypto'
import type { UUID } from '@eventstore/db-client/generated/shared_pb'
import { AllStreamPosition } from '@eventstore/db-client/generated/shared_pb'
import { type BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import { Empty } from 'google-protobuf/google/protobuf/empty_pb'
import { statusOf } from './batch-status'
import { trailersOf } from './errors'
import type { Expected, ProposedEvent } from './event-log'
import type { Node } from './node'
import type { AppendOutcome } from './outcome'
import { performAppend } from './perform-append'
import { expectedOf, identifierOf, proposedEventOf, sizeOf, streamNameOf, uuidOf } from './wire'

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>

interface Pending {
  readonly correlation: UUID
  readonly stream: string
  readonly expected: Expected
  readonly events: ProposedEvent[]
  size: number
}

/** Appends of one client on one call, each in one frame or several, told apart by their correlation ids. */
export const batchAppend = (node: Node) => (call: Call) => {
  const end = node.counters.begin('BatchAppend')
  const pending = new Map<string, Pending>()
  let isOpen = true
  const close = () => {
    isOpen = false
    end()
  }
  call.on('cancelled', close)
  call.on('error', close)
  call.on('end', () => {
    close()
    call.end()
  })

  function answer({ correlation, stream }: Pending, outcome: AppendOutcome, addressee = correlation) {
    if (!isOpen) return
    const status = outcome.kind === 'success' ? undefined : statusOf(outcome, stream)
    if (outcome.kind !== 'success' && status === undefined) {
      if (outcome.kind !== 'wrong-expected-version') call.emit('error', trailersOf(outcome, stream))
      return
    }
    const message = new BatchAppendResp()
      .setCorrelationId(addressee)
      .setStreamIdentifier(identifierOf(stream))
    call.write(outcome.kind === 'success' ? message.setSuccess(successOf(outcome)) : message.setError(status))
  }

  call.on('data', (frame: BatchAppendReq) => {
    const correlation = frame.getCorrelationId()
    if (correlation === undefined) return
    const id = correlation.getString()
    const options = frame.getOptions()
    if (options !== undefined) {
      pending.set(id, {
        correlation,
        stream: streamNameOf(options),
        expected: expectedOf(options),
        events: [],
        size: 0,
      })
    }
    const append = pending.get(id)
    if (append === undefined) return
    const settle = (outcome: AppendOutcome) => {
      pending.delete(id)
      answer(append, outcome)
    }
    // An absolute time of the client's clock, held against the server's.
    const deadline = options?.getDeadline()?.toDate().getTime()
    if (deadline !== undefined && deadline <= node.now()) return settle({ kind: 'timeout' })
    for (const message of frame.getProposedMessagesList()) {
      const event = proposedEventOf(message)
      if (event === undefined) return settle({ kind: 'missing-metadata' })
      append.events.push(event)
      append.size += sizeOf(event)
    }
    const limit = node.settings.maxAppendSize
    if (append.size > limit) return settle({ kind: 'too-large', limit })
    if (!frame.getIsFinal()) return
    pending.delete(id)
    node.counters.totals.appends += 1
    performAppend(node, call, append, ({ outcome, addressee }) =>
      answer(append, outcome, addressee === 'nobody' ? uuidOf(randomUUID()) : append.correlation),
    )
  })
}

function successOf({ revision, position }: Extract<AppendOutcome, { kind: 'success' }>) {
  const success = new BatchAppendResp.Success()
  if (revision === undefined) success.setNoStream(new Empty())
  else success.setCurrentRevision(String(revision))
  if (position === undefined) return success.setNoPosition(new Empty())
  const at = String(position)
  return success.setPosition(new AllStreamPosition().setCommitPosition(at).setPreparePosition(at))
}

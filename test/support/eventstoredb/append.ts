import { Empty } from '@eventstore/db-client/generated/shared_pb'
import { type AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb'
import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js'
import { trailersOf } from './errors'
import type { Expected, ProposedEvent } from './event-log'
import type { Node } from './node'
import type { AppendOutcome } from './outcome'
import { performAppend } from './perform-append'
import { expectedOf, proposedEventOf, sizeOf, streamNameOf } from './wire'

/** An append on a call of its own. A version that was not the expected one is a reply here, not an error. */
export const append =
  (node: Node) =>
  (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>) => {
    const end = node.counters.begin('Append')
    const events: ProposedEvent[] = []
    let stream = ''
    let expected: Expected = 'any'
    let size = 0
    let isSettled = false
    call.on('cancelled', end)
    call.on('error', end)

    function settle(outcome: AppendOutcome) {
      if (isSettled) return
      isSettled = true
      end()
      if (outcome.kind === 'success' || outcome.kind === 'wrong-expected-version')
        callback(null, replyOf(outcome))
      else callback(trailersOf(outcome, stream))
    }

    call.on('data', (request: AppendReq) => {
      const options = request.getOptions()
      if (options !== undefined) {
        stream = streamNameOf(options)
        expected = expectedOf(options)
      }
      const message = request.getProposedMessage()
      if (message === undefined || isSettled) return
      const event = proposedEventOf(message)
      if (event === undefined) return settle({ kind: 'missing-metadata' })
      events.push(event)
      size += sizeOf(event)
      const limit = node.settings.maxAppendSize
      if (size > limit) settle({ kind: 'too-large', limit })
    })
    call.on('end', () => {
      if (isSettled) return
      node.counters.totals.appends += 1
      performAppend(node, call, { stream, expected, events }, ({ outcome, addressee }) => {
        if (addressee === 'caller') settle(outcome)
      })
    })
  }

type Reply = Extract<AppendOutcome, { kind: 'success' | 'wrong-expected-version' }>

function replyOf(outcome: Reply): AppendResp {
  if (outcome.kind === 'wrong-expected-version') {
    const { expected, current } = outcome
    const wrong = new AppendResp.WrongExpectedVersion()
    if (current === undefined) wrong.setCurrentNoStream(new Empty())
    else wrong.setCurrentRevision(String(current))
    if (expected === 'any') wrong.setExpectedAny(new Empty())
    else if (expected === 'no-stream') wrong.setExpectedNoStream(new Empty())
    else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new Empty())
    else wrong.setExpectedRevision(String(expected))
    return new AppendResp().setWrongExpectedVersion(wrong)
  }
  const { revision, position } = outcome
  const success = new AppendResp.Success()
  if (revision === undefined) success.setNoStream(new Empty())
  else success.setCurrentRevision(String(revision))
  if (position === undefined) return new AppendResp().setSuccess(success.setNoPosition(new Empty()))
  const at = String(position)
  const where = new AppendResp.Position().setCommitPosition(at).setPreparePosition(at)
  return new AppendResp().setSuccess(success.setPosition(where))
}

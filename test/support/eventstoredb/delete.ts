import type { DeleteReq, TombstoneReq } from '@eventstore/db-client/generated/streams_pb'
import { DeleteResp, TombstoneResp } from '@eventstore/db-client/generated/streams_pb'
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js'
import { trailersOf, wrongVersionTrailers } from './errors'
import type { Appended } from './event-log'
import { insistsOnLeader, type Node, notLeader } from './node'
import { expectedOf, streamNameOf } from './wire'

/** Hides a stream's events; the stream can be written again. */
export const softDelete =
  (node: Node) => (call: ServerUnaryCall<DeleteReq, DeleteResp>, callback: sendUnaryData<DeleteResp>) => {
    node.counters.begin('Delete')()
    end(node, call, callback, node.log.softDelete, (position) =>
      new DeleteResp().setPosition(
        new DeleteResp.Position().setCommitPosition(position).setPreparePosition(position),
      ),
    )
  }

/** Ends a stream for ever. */
export const tombstone =
  (node: Node) =>
  (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, callback: sendUnaryData<TombstoneResp>) => {
    node.counters.begin('Tombstone')()
    end(node, call, callback, node.log.tombstone, (position) =>
      new TombstoneResp().setPosition(
        new TombstoneResp.Position().setCommitPosition(position).setPreparePosition(position),
      ),
    )
  }

function end<Response>(
  node: Node,
  call: ServerUnaryCall<DeleteReq | TombstoneReq, Response>,
  callback: sendUnaryData<Response>,
  write: (stream: string, expected: ReturnType<typeof expectedOf>) => Appended,
  replyOf: (position: string) => Response,
) {
  const options = call.request.getOptions()
  if (options === undefined) return callback(trailersOf({ kind: 'bad-request', message: 'No options.' }, ''))
  const stream = streamNameOf(options)
  if (insistsOnLeader(call) && !node.cluster.isLeader()) return callback(trailersOf(notLeader(node), stream))
  const refusal = node.access.refuse(call, 'delete', stream)
  if (refusal !== undefined) return callback(trailersOf(refusal, stream))
  const outcome = write(stream, expectedOf(options))
  switch (outcome.kind) {
    case 'success':
      return callback(null, replyOf(String(outcome.position)))
    case 'wrong-expected-version':
      return callback(wrongVersionTrailers(stream, outcome.expected, outcome.current))
    case 'stream-deleted':
      return callback(trailersOf(outcome, stream))
    default:
      return outcome satisfies never
  }
}

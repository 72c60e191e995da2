import type { Metadata } from '@grpc/grpc-js'
import type { Expected, ProposedEvent } from './event-log'
import { insistsOnLeader, type Node, notLeader, type Peer } from './node'
import type { AppendOutcome, Refusal } from './outcome'

export interface RequestedAppend {
  readonly stream: string
  readonly expected: Expected
  readonly events: readonly ProposedEvent[]
}

export interface AppendReply {
  readonly outcome: AppendOutcome
  /** Whom the answer goes to. */
  readonly addressee: 'caller' | 'nobody'
}

/**
 * One append, batched or not, through refusals and faults to the log. Answers at most once: never where a fault
 * has it so.
 */
export function performAppend(
  node: Node,
  call: Peer & { readonly metadata: Metadata },
  request: RequestedAppend,
  answer: (reply: AppendReply) => void,
) {
  const reply = (outcome: AppendOutcome) => answer({ outcome, addressee: 'caller' })
  const commit = () => node.log.append(request.stream, request.expected, request.events)
  const refusal = refusalOf(node, call, request)
  if (refusal !== undefined) return reply(refusal)
  const fault = node.strikes.onAppend({
    stream: request.stream,
    types: request.events.map(({ type }) => type),
  })
  if (fault === undefined) return reply(commit())
  switch (fault.kind) {
    case 'silence':
      return
    case 'held':
      return void fault.ended.then(() => reply(commit()))
    case 'cut-before-commit':
      return node.cut(call)
    case 'cut-after-commit':
      commit()
      return node.cut(call)
    case 'answer-withheld':
      commit()
      return
    case 'timeout-after-commit':
      commit()
      return reply({ kind: 'timeout', message: 'CommitTimeout' })
    case 'unknown-correlation':
      return answer({ outcome: commit(), addressee: 'nobody' })
    case 'not-leader':
      return reply(notLeader(node))
    case 'wrong-expected-version':
      return reply({
        kind: 'wrong-expected-version',
        expected: request.expected,
        current: node.log.events(request.stream).at(-1)?.revision,
      })
    default:
      return reply({ kind: fault.kind })
  }
}

function refusalOf(
  node: Node,
  call: { readonly metadata: Metadata },
  { stream, events }: RequestedAppend,
): Refusal | undefined {
  if (insistsOnLeader(call) && !node.cluster.isLeader()) return notLeader(node)
  const refusal = node.access.refuse(call, 'write', stream)
  if (refusal !== undefined) return refusal
  return events.every(({ id }) => uuid.test(id))
    ? undefined
    : { kind: 'bad-request', message: 'Unrecognized Guid format.' }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

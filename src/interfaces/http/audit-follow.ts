import type { UseCases } from '../../application/use-cases'
import type { HttpAnswer } from './answer'
import type { AuditQuery } from './audit-query'
import { eventJson } from './event-json'
import { eventStream } from './event-stream'
import type { HttpDeps } from './http-deps'
import type { Call } from './serve'
import { whileConnected } from './while-connected'

/** Each holds a socket and a subscription, as long as it likes. */
const mostFollowers = 64

/** How long the end of the answer is waited for, once the service stops. */
const lastWordsMs = 1_000

/** The history as `text/event-stream`, for so many clients at a time. */
export function auditFollowers(deps: Pick<HttpDeps, 'useCases' | 'stopping'>) {
  const followers = new Set<Call>()
  return (call: Call, { query, from }: AuditQuery): HttpAnswer => {
    const { response } = call
    if (response.destroyed) return { kind: 'none' }
    if (followers.size >= mostFollowers) return call.refuse({ code: 'too-many-followers' })
    followers.add(call)
    response.once('close', () => followers.delete(call))
    const signal = whileConnected(deps, call)
    signal.addEventListener('abort', () => setTimeout(() => response.destroy(), lastWordsMs).unref())
    return {
      kind: 'streamed',
      status: 200,
      // What nginx and its kin would keep back arrives at once.
      headers: { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' },
      content: () => eventStream({ follow: following(deps.useCases, query, from), signal }),
    }
  }
}

const following =
  (
    { followHistory }: Pick<UseCases, 'followHistory'>,
    query: AuditQuery['query'],
    from: AuditQuery['from'],
  ): Parameters<typeof eventStream>[0]['follow'] =>
  (handle, signal) =>
    followHistory(
      query,
      from,
      (event, isOfQuery) => handle({ position: event.position, value: isOfQuery ? eventJson(event) : null }),
      signal,
    )

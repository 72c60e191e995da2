import type { EventMetadata } from '../../application/ports/event-store'
import type { HttpAnswer } from './answer'
import { bearerOf } from './bearer'
import type { BodyCodec } from './body-codec'
import type { HttpDeps } from './http-deps'
import { readJsonBody } from './json-body'
import { readParameters } from './parameters'
import type { Call, Handler } from './serve'

/** Who manages, once the credential has been found good. */
export interface Manager {
  /** The `identity` of the credential. */
  readonly client: string
  readonly metadata: EventMetadata
}

/** A call of management: its credential is looked at first, then that it has no parameters but these. */
export const managed =
  <Name extends string>(
    { credentials }: Pick<HttpDeps, 'credentials'>,
    names: readonly Name[],
    handle: (
      call: Call,
      manager: Manager,
      parameters: Readonly<Partial<Record<Name, string>>>,
    ) => HttpAnswer | Promise<HttpAnswer>,
  ): Handler =>
  async (call) => {
    const bearer = bearerOf(call.request)
    const known = bearer === null ? null : await credentials.management(bearer)
    if (known === null) return call.refuse({ code: 'unauthenticated' })
    const parameters = readParameters(call.request.url, names)
    if (parameters.outcome === 'refused') return call.refuse(parameters.problem)
    const { identity: client } = known
    const actor = { kind: 'management', client } as const
    const metadata = { correlationId: call.id, causationId: call.id, actor }
    return handle(call, { client, metadata }, parameters.values)
  }

/** A call of management that sends a JSON body. */
export const managedWithBody = <Body>(
  deps: Pick<HttpDeps, 'credentials' | 'patience'>,
  codec: BodyCodec<Body>,
  handle: (call: Call, manager: Manager, body: Body) => HttpAnswer | Promise<HttpAnswer>,
): Handler =>
  managed(deps, [], async (call, manager) => {
    const reading = await readJsonBody(call.request, codec, deps.patience.idleMs)
    return reading.outcome === 'read' ? handle(call, manager, reading.body) : call.refuse(reading.problem)
  })

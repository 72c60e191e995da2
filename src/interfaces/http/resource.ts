import { json } from './answer'
import type { Place } from './problem-row'
import type { Handler } from './serve'

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'

/** A path and all that it answers. */
export interface Resource {
  /** An Express pattern; what logs call it. */
  readonly path: string
  readonly methods: Readonly<Partial<Record<Method, Handler>>>
  /** What OPTIONS says beside the methods. */
  readonly description?: object
  /** Where the problems of this resource stand unless a handler says otherwise. */
  readonly place?: Place
}

/** What can be shown can be asked for without its content. */
export const shown = (handler: Handler) => ({ GET: handler, HEAD: handler })

/** The handler behind a path: one method each, OPTIONS, and the refusal of all others. */
export const dispatch =
  ({ methods, description }: Resource): Handler =>
  (call) => {
    const handlers = new Map<string, Handler>(Object.entries(methods))
    const handler = handlers.get(call.request.method)
    if (handler !== undefined) return handler(call)
    const allowed = [...handlers.keys(), 'OPTIONS']
    if (call.request.method !== 'OPTIONS') {
      return call.refuse({ code: 'method-not-allowed', allowed })
    }
    return json(200, { methods: allowed, ...description }, { Allow: allowed.join(', ') })
  }

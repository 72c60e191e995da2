import type { HttpDeps } from './http-deps'
import type { Call } from './serve'

/** Aborts when the service stops, or when nobody waits for the answer any more. */
export function whileConnected({ stopping }: Pick<HttpDeps, 'stopping'>, { response }: Call): AbortSignal {
  const gone = new AbortController()
  if (response.destroyed) gone.abort()
  response.once('close', () => gone.abort())
  return stopping === undefined ? gone.signal : AbortSignal.any([gone.signal, stopping])
}

import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'

/**
 * Node tells a client that sent `Expect: 100-continue` to go on before anyone has looked at its request. For
 * the requests that `decidesItself` names it is told so by `letBodyCome` only: one that is refused by its
 * headers need not send its body at all.
 */
export function deferContinue(
  server: Server,
  handler: RequestListener,
  decidesItself: (request: IncomingMessage) => boolean,
): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!decidesItself(request)) response.writeContinue()
    handler(request, response)
  })
}

/** To be called before the body is read, where `deferContinue` leaves that to the handler. */
export function letBodyCome(request: IncomingMessage, response: ServerResponse): void {
  const waits = /^100-continue$/i.test(request.headers.expect ?? '')
  if (waits && !response.headersSent) response.writeContinue()
}

'use strict'

/**
 * Loaded by Node ahead of a service that is a process of its own; recorded-answers.ts reads what it leaves.
 * Each answer becomes a line of JSON in the file that RECORDED_ANSWERS names, written at once: a process may be
 * killed. Nothing of an answer is changed or held up.
 */
const { appendFileSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

/** Longer content is not looked at. */
const mostBytes = 1024 * 1024

/** Tables are of no use to a check, and no cell leaves the service by this way. */
const checkedContent = /^content-type: *(application\/([\w.-]+\+)?json|text\/event-stream)\b/im

const file = process.env.RECORDED_ANSWERS

// The threads of the service are loaded the same way, and answer nobody.
if (isMainThread && file !== undefined) {
  appendFileSync(file, '')
  const { Server } = require('node:http')
  const { emit } = Server.prototype
  Server.prototype.emit = function (event, ...args) {
    if (event === 'request' || event === 'checkContinue') record(...args)
    return emit.call(this, event, ...args)
  }
}

function record(request, response) {
  const { write, end } = response
  const chunks = []
  let bytes = 0
  const keep = (chunk, encoding) => {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return
    bytes += chunk.length
    if (bytes > mostBytes) chunks.length = 0
    else if (checkedContent.test(response._header)) chunks.push(Buffer.from(chunk, encoding))
  }
  // Only Node's own call tells what the content is: it makes the head where nobody has yet.
  response.write = (...args) => {
    const hasRoom = write.apply(response, args)
    keep(...args)
    return hasRoom
  }
  response.end = (...args) => {
    const ended = end.apply(response, args)
    keep(...args)
    return ended
  }
  let told = false
  const tell = (isWhole) => {
    if (told || !response.headersSent) return
    told = true
    const isChecked = isWhole && bytes <= mostBytes && checkedContent.test(response._header)
    const body = isChecked ? Buffer.concat(chunks).toString() : null
    const { method, url } = request
    const answer = { method, url, status: response.statusCode, headers: headersOf(response), body }
    appendFileSync(file, `${JSON.stringify(answer)}\n`)
  }
  response.once('finish', () => tell(!request.socket.destroyed))
  // Broken off half-way.
  response.once('close', () => tell(false))
}

/** As they went out: `getHeaders` lacks what `writeHead` was given. */
function headersOf({ _header: head }) {
  const headers = {}
  for (const line of head.trimEnd().split('\r\n').slice(1)) {
    const [, name, value] = /^([^:]+): ?(.*)$/.exec(line)
    headers[name] = name in headers ? `${headers[name]},${value}` : value
  }
  return headers
}

import { once } from 'node:events'
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { UploadForm } from './upload-form'

export interface ClientAnswer {
  readonly status: number
  readonly retryAfter: string | null
  /** `null`: no JSON object, so not the service's answer. */
  readonly body: Readonly<Record<string, unknown>> | null
}

/** The connection was not made, or ended without an answer. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  constructor(
    readonly code: string | null,
    /** What the service has heard of the upload. */
    readonly heard: 'nothing' | 'a part' | 'all',
  ) {
    super('the service did not answer')
  }
}

/**
 * Sends a form and reads the answer, also one that comes before the form has been sent: what is left of the form
 * then stays unsent. `onSent` is told the bytes so far. Rejects with `NoAnswer`, with the signal's reason and with
 * faults of the form's sources. Nothing is tried again.
 */
export async function sendForm(
  url: URL,
  form: UploadForm,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ClientAnswer> {
  signal.throwIfAborted()
  const isSecure = url.protocol === 'https:'
  const request = (isSecure ? https : http).request(url, {
    method: 'POST',
    headers: { 'Content-Type': form.contentType, 'Content-Length': form.length, Accept: 'application/json' },
    agent: false,
  })
  // The connection may break while the rest of the form is still on its way; an answer that has come stays good.
  let broken: unknown = null
  request.on('error', (fault) => {
    broken = fault
  })
  let connected = false
  request.once('socket', (socket) =>
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      connected = true
    }),
  )
  let sent = 0
  const silence = (fault: unknown) => {
    const heard = sent < form.length ? 'a part' : 'all'
    return new NoAnswer((fault as NodeJS.ErrnoException).code ?? null, connected ? heard : 'nothing')
  }
  const stop = () => request.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const answering = answerOf(request)
    const answered = answering.then(
      () => true,
      () => true,
    )
    const sending = sendChunks(request, form.chunks, answered, (bytes) => {
      sent += bytes
      onSent(sent)
    })
    await Promise.race([sending, answered])
    const response = await answering
    return await readAnswer(response).catch((fault) => {
      throw silence(fault)
    })
  } catch (fault) {
    signal.throwIfAborted()
    // Sources of the form have faults of their own.
    throw fault === broken ? silence(fault) : fault
  } finally {
    signal.removeEventListener('abort', stop)
    request.destroy()
  }
}

async function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response
}

async function sendChunks(
  request: ClientRequest,
  chunks: AsyncIterable<Uint8Array>,
  answered: Promise<boolean>,
  onChunk: (bytes: number) => void,
): Promise<void> {
  let over = false
  answered.then(() => {
    over = true
  })
  for await (const chunk of chunks) {
    if (over) return
    const hasRoom = request.write(chunk)
    if (!hasRoom) await Promise.race([once(request, 'drain').catch(() => undefined), answered])
    if (over) return
    onChunk(chunk.length)
  }
  request.end()
}

const longestAnswer = 1024 * 1024

async function readAnswer(response: IncomingMessage): Promise<ClientAnswer> {
  const { statusCode = 0, headers } = response
  let text = ''
  response.setEncoding('utf8')
  for await (const piece of response) {
    text += piece
    if (text.length > longestAnswer) break
  }
  return { status: statusCode, retryAfter: headers['retry-after'] ?? null, body: objectIn(text) }
}

function objectIn(text: string): ClientAnswer['body'] {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : null
  } catch {
    return null
  }
}

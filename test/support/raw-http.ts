import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

export interface RawAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A connection that sends whatever it is told to, so that a server meets what no HTTP client would send. */
export interface RawConnection {
  send(bytes: string | Uint8Array): Promise<void>
  /** Ends this side, with a FIN. */
  end(): void
  /** Ends both sides, with an RST. */
  reset(): void
  /** The next answer that has a `Content-Length`, interim ones passed over. Rejects when the connection ends first. */
  answer(): Promise<RawAnswer>
  /** The statuses of the interim answers so far. */
  interim(): readonly number[]
  /** Everything received so far that is not yet an answer. */
  unread(): string
  readonly closed: Promise<void>
}

export async function connectRaw(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const interims: number[] = []
  let received = ''
  let isClosed = false
  socket.setEncoding('latin1')
  socket.on('data', (text) => {
    received += text
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    const close = () => {
      isClosed = true
      resolve()
    }
    // This side may still send; no process waits for it.
    socket.on('end', () => {
      socket.unref()
      close()
    })
    socket.on('close', close)
  })
  await once(socket, 'connect')

  return {
    send: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    end: () => socket.end(),
    // A reset that meets a FIN on its way keeps Node from ever exiting.
    reset: () => void (socket.writableEnded ? socket.destroy() : socket.resetAndDestroy()),
    closed,
    interim: () => interims,
    unread: () => received,
    async answer() {
      for (;;) {
        const message = messageIn(received)
        if (message !== null) {
          received = received.slice(message.length)
          if (message.answer.status >= 200) return message.answer
          interims.push(message.answer.status)
        } else if (isClosed) throw new Error('the connection ended without an answer')
        else await Promise.race([once(socket, 'data'), closed])
      }
    },
  }
}

/** `null`: it is not all here. */
function messageIn(text: string): { readonly answer: RawAnswer; readonly length: number } | null {
  const headLength = text.indexOf('\r\n\r\n') + 4
  if (headLength < 4) return null
  const [statusLine = '', ...lines] = text.slice(0, headLength - 4).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  const length = headLength + Number(headers['content-length'] ?? 0)
  if (text.length < length) return null
  const answer = { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(headLength, length) }
  return { answer, length }
}

/** A server of this process on a free port, and its end, which waits for nobody. */
export interface Listening {
  readonly port: number
  readonly server: Server
  close(): Promise<void>
}

export async function listen(handler: RequestListener): Promise<Listening> {
  const server = createServer(handler)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    server,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

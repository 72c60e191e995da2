import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { NoAnswer, sendForm } from '../../../src/interfaces/cli/upload-client'
import { FileShrank, type SizedFile, uploadForm } from '../../../src/interfaces/cli/upload-form'
import { type Listening, listen } from '../../support/raw-http'

const file = (text: string, size = text.length): SizedFile => ({
  size,
  content: (async function* () {
    yield Buffer.from(text)
  })(),
})

const formOf = (table: SizedFile) => uploadForm('the-token', file('<definition/>'), table)

/** So much that no buffer between the two takes it in. */
const large = 64 * 1024 * 1024

function endless(): SizedFile & { readonly given: () => number } {
  let given = 0
  async function* content() {
    for (;;) {
      given += 65_536
      yield Buffer.alloc(65_536, 'x')
    }
  }
  return { size: large, content: content(), given: () => given }
}

let server: Listening | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

const never = new AbortController().signal
const address = (port: number) => new URL(`http://127.0.0.1:${port}/-/token/dataset_import`)
const send = (port: number, table: SizedFile, signal = never, onSent: (bytes: number) => void = () => {}) =>
  sendForm(address(port), formOf(table), onSent, signal)

test('token, definition and table arrive in this order, under no name of a file, with their length', async () => {
  const bodies: string[] = []
  server = await listen(async (request, response) => {
    let body = ''
    for await (const piece of request.setEncoding('utf8')) body += piece
    expect(request.headers['content-length']).toBe(String(Buffer.byteLength(body)))
    bodies.push(body.replaceAll(/--aperture-[0-9a-f-]{36}/g, '--B'))
    response.setHeader('Retry-After', '7').end('{"status":"imported"}')
  })
  const sent: number[] = []
  const answer = await send(server.port, file('a\n1\n'), never, (bytes) => void sent.push(bytes))
  expect(answer).toEqual({ status: 200, retryAfter: '7', body: { status: 'imported' } })
  expect(bodies).toEqual([
    [
      '--B\r\nContent-Disposition: form-data; name="token"\r\n\r\nthe-token',
      '--B\r\nContent-Disposition: form-data; name="file_def"; filename="definition.xml"\r\n\r\n<definition/>',
      '--B\r\nContent-Disposition: form-data; name="file_csv"; filename="table.csv"\r\n\r\na\n1\n',
      '--B--\r\n',
    ].join('\r\n'),
  ])
  expect(sent).toEqual([...sent].sort((one, other) => one - other))
  expect(sent.at(-1)).toBe(formOf(file('a\n1\n')).length)
})

test('an answer that comes early is read, and what is left of the form stays unsent', async () => {
  server = await listen((request, response) => {
    request.once('data', () => {
      const body = '{"code":"token-expired"}'
      response.writeHead(403, { 'Content-Length': body.length }).write(body)
      // Nothing more is taken in, and the answer is not ended: whoever goes on sending waits for ever.
      request.pause()
    })
  })
  const table = endless()
  expect(await send(server.port, table)).toMatchObject({ status: 403, body: { code: 'token-expired' } })
  expect(table.given()).toBeLessThan(large)
})

test.each(['<html>Bad gateway</html>', '', '[]', '7'])(
  'an answer that is no JSON object is none of the service: %j',
  async (text) => {
    server = await listen((request, response) => {
      request.resume()
      response.writeHead(502).end(text)
    })
    expect(await send(server.port, file('a\n'))).toEqual({ status: 502, retryAfter: null, body: null })
  },
)

describe('without an answer', () => {
  /** A listener below HTTP, and the port where it is. */
  async function withListener(listener: (socket: Socket) => void, work: (port: number) => Promise<void>) {
    const listening = createServer(listener).listen(0, '127.0.0.1')
    await once(listening, 'listening')
    const { port } = listening.address() as AddressInfo
    try {
      await work(port)
    } finally {
      listening.close()
    }
  }

  const silenceOf = async (sending: Promise<unknown>) => {
    const fault: unknown = await sending.catch((reason: unknown) => reason)
    return fault instanceof NoAnswer ? fault.heard : fault
  }

  test('where nobody listens, nothing was heard', async () => {
    let free = 0
    await withListener(
      () => {},
      async (port) => {
        free = port
      },
    )
    expect(await silenceOf(send(free, file('a\n')))).toBe('nothing')
  })

  test('that breaks off in the middle of the form, a part was heard', () =>
    withListener(
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
      async (port) => expect(await silenceOf(send(port, endless()))).toBe('a part'),
    ))

  test('that breaks off behind the form, all of it was heard', () =>
    withListener(
      (socket) =>
        socket.on('data', (bytes: Buffer) => {
          if (bytes.includes('--\r\n')) socket.destroy()
        }),
      async (port) => expect(await silenceOf(send(port, file('a\n')))).toBe('all'),
    ))

  test('that breaks off in the middle of the answer, all of it was heard', async () => {
    server = await listen((request, response) => {
      request.resume().once('end', () => {
        response.writeHead(200, { 'Content-Length': 100 }).write('{')
        response.socket?.end()
      })
    })
    expect(await silenceOf(send(server.port, file('a\n')))).toBe('all')
  })

  test('a signal ends it with its own reason, and closes the connection', () => {
    const cancelling = new AbortController()
    const closed: Promise<unknown>[] = []
    return withListener(
      (socket) => {
        closed.push(once(socket, 'close'))
        socket.on('error', () => undefined)
        socket.once('data', () => cancelling.abort(new Error('enough')))
      },
      async (port) => {
        await expect(send(port, endless(), cancelling.signal)).rejects.toThrow('enough')
        await Promise.all(closed)
      },
    )
  })
})

test('a file that grows while it is sent is sent as far as it was long', async () => {
  server = await listen(async (request, response) => {
    let body = ''
    for await (const piece of request.setEncoding('utf8')) body += piece
    response.end(JSON.stringify({ ended: body.includes('a\n1\r\n--'), grown: body.includes('more') }))
  })
  const answer = await send(server.port, file('a\n1more', 3))
  expect(answer.body).toEqual({ ended: true, grown: false })
})

test('a file that shrinks is never taken for a whole one', async () => {
  server = await listen((request) => {
    request.resume().on('error', () => undefined)
  })
  await expect(send(server.port, file('a\n1', 4))).rejects.toThrow(FileShrank)
})

test('a fault of a source is its own', async () => {
  server = await listen((request) => {
    request.resume().on('error', () => undefined)
  })
  const fault = Object.assign(new Error('read'), { code: 'EIO', path: '/data/table.csv' })
  const content = (async function* () {
    yield Buffer.from('a')
    throw fault
  })()
  await expect(send(server.port, { size: 9, content })).rejects.toBe(fault)
})

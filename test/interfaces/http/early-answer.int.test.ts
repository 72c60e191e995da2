import { execFile } from 'node:child_process'
import { once } from 'node:events'
import {
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import {
  answerEarly,
  type DiscardLimits,
  type EarlyAnswer,
  generous,
} from '../../../src/interfaces/http/early-answer'
import { deferContinue, letBodyCome } from '../../../src/interfaces/http/form-expect'
import { readUploadForm } from '../../../src/interfaces/http/form-upload'
import { connectRaw, type Listening, listen } from '../../support/raw-http'
import { boundary, whole } from './multipart-forms'

const refusal = {
  status: 403,
  headers: { 'Content-Type': 'application/problem+json' },
  body: '{"code":"no"}',
}
const answer = (
  request: IncomingMessage,
  response: ServerResponse,
  early: EarlyAnswer,
  limits: DiscardLimits = generous,
) => answerEarly(request, response, early, limits, 60_000)
const twentyMegabytes = 20 * 1024 * 1024

const running: Listening[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

const serve = async (handler: RequestListener): Promise<Listening> => {
  const server = await listen(handler)
  running.push(server)
  return server
}

/** A server that refuses everything, early, and tells when it is through with all requests so far. */
async function refusingServer(limits?: DiscardLimits) {
  const settled: Promise<void>[] = []
  const server = await serve((request, response) => {
    settled.push(answer(request, response, refusal, limits))
  })
  return { port: server.port, settled: () => Promise.all(settled) }
}

describe('a client that sends 20 MB reads the refusal', () => {
  let server: Awaited<ReturnType<typeof refusingServer>>
  beforeEach(async () => {
    server = await refusingServer()
  })
  const body = Buffer.alloc(twentyMegabytes)

  test('fetch', async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body })
    expect([response.status, await response.text()]).toEqual([refusal.status, refusal.body])
  })

  test('fetch of a form', async () => {
    const form = new FormData()
    form.append('file_csv', new Blob([body]), 't.csv')
    const response = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: form })
    expect([response.status, await response.text()]).toEqual([refusal.status, refusal.body])
  })

  test.each(['close', 'keep-alive'])('the http module, Connection: %s', async (connection) => {
    const headers = { 'Content-Length': body.length, Connection: connection }
    const sending = httpRequest({ port: server.port, method: 'POST', headers, agent: false })
    sending.end(body)
    const [response]: IncomingMessage[] = await once(sending, 'response')
    expect(await textOf(response)).toBe(refusal.body)
    if (!sending.writableFinished) await once(sending, 'finish')
  })

  test.each([
    ['with a length', []],
    ['without asking first', ['-H', 'Expect:']],
    ['chunked', ['-H', 'Transfer-Encoding: chunked']],
    ['as HTTP/1.0', ['--http1.0']],
    ['hoping for HTTP/2', ['--http2']],
  ])('curl, %s', async (_, options) => {
    const arguments_ = ['-sS', '-w', ' %{http_code}', '--data-binary', '@-', ...options]
    const curl = promisify(execFile)('curl', [...arguments_, `http://127.0.0.1:${server.port}/`])
    curl.child.stdin?.on('error', () => {}).end(body)
    expect((await curl).stdout).toBe(`${refusal.body} ${refusal.status}`)
  })
})

async function textOf(response: IncomingMessage | undefined): Promise<string> {
  let text = ''
  for await (const chunk of response ?? []) text += chunk
  return text
}

describe('the answer', () => {
  test('is there before the request has ended, has a length, and ends only after it', async () => {
    const server = await refusingServer()
    const connection = await connectRaw(server.port)
    await connection.send(
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf ',
    )
    const answer = await connection.answer()
    expect(answer).toMatchObject({ status: 403, body: refusal.body })
    expect(answer.headers).toMatchObject({
      'content-length': String(refusal.body.length),
      'content-type': 'application/problem+json',
    })
    expect(answer.headers).not.toHaveProperty('connection')
    let closed = false
    void connection.closed.then(() => {
      closed = true
    })
    await connection.send('a')
    expect(closed).toBe(false)
    await connection.send('half')
    await connection.closed
    expect(connection.unread()).toBe('')
  })

  test('leaves the connection to the next request', async () => {
    const server = await refusingServer()
    const connection = await connectRaw(server.port)
    for (let round = 0; round < 3; round += 1) {
      await connection.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n')
      expect((await connection.answer()).status).toBe(403)
      await connection.send(Buffer.alloc(100_000))
    }
    connection.reset()
  })

  test('without a body goes out at once too', async () => {
    const listening = await serve((request, response) => {
      void answer(request, response, { status: 403, headers: {}, body: '' })
    })
    const connection = await connectRaw(listening.port)
    await connection.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n')
    expect(await connection.answer()).toMatchObject({ status: 403, body: '' })
  })

  test('to HEAD has the length and no body', async () => {
    const server = await refusingServer()
    const response = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([403, ''])
    expect(response.headers.get('content-length')).toBe(String(refusal.body.length))
  })

  test('to a request that was read whole is just given', async () => {
    const listening = await serve(async (request, response) => {
      await textOf(request)
      await answer(request, response, refusal)
    })
    const response = await fetch(`http://127.0.0.1:${listening.port}/`, { method: 'POST', body: 'all' })
    expect([response.status, await response.text()]).toEqual([403, refusal.body])
  })

  test('reaches a client whose form was being read', async () => {
    const listening = await serve(async (request, response) => {
      const form = readUploadForm(request, { maxUploadBytes: 1e9 })
      for await (const arrived of form.parts) {
        if (arrived.part !== 'file_csv') continue
        for await (const _ of arrived.content) break
        break
      }
      form.stop()
      await answer(request, response, refusal)
    })
    const response = await fetch(`http://127.0.0.1:${listening.port}/`, {
      method: 'POST',
      headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
      body: whole.replace('a,b', 'a,b\r\n'.repeat(4_000_000)),
    })
    expect([response.status, await response.text()]).toEqual([403, refusal.body])
  })

  test('reaches a client whose form is being waited for', async () => {
    const listening = await serve(async (request, response) => {
      const form = readUploadForm(request, { maxUploadBytes: 1e9 })
      const waiting = form.parts[Symbol.asyncIterator]().next()
      setImmediate(() => form.stop())
      await waiting.catch(() => {})
      await answer(request, response, refusal)
    })
    const connection = await connectRaw(listening.port)
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\n`
    await connection.send(`${head}Content-Length: 200000\r\n\r\n`)
    expect((await connection.answer()).status).toBe(403)
    await connection.send(Buffer.alloc(200_000))
    await connection.send(`${head}Content-Length: 0\r\n\r\n`)
    expect((await connection.answer()).status).toBe(403)
  })
})

describe('the connection is given up', () => {
  test('by more bytes than may be discarded', async () => {
    const server = await refusingServer({ bytes: 100_000, ms: 60_000 })
    const connection = await connectRaw(server.port)
    await connection.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n')
    expect((await connection.answer()).status).toBe(403)
    await connection.send(Buffer.alloc(100_001))
    await connection.closed
    await server.settled()
  })

  test('after the time in which bytes are discarded', async () => {
    const server = await refusingServer({ bytes: 100_000, ms: 20 })
    const connection = await connectRaw(server.port)
    await connection.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n')
    expect((await connection.answer()).status).toBe(403)
    await connection.closed
    await server.settled()
  })

  test.each(['reset', 'end'] as const)('by a client that goes away: %s', async (leave) => {
    const server = await refusingServer()
    const connection = await connectRaw(server.port)
    await connection.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nbegin')
    expect((await connection.answer()).status).toBe(403)
    connection[leave]()
    await server.settled()
  })

  test('nothing is written for a client that is gone already', async () => {
    let settled: Promise<void> | undefined
    const listening = await serve((request, response) => {
      settled = new Promise((resolve) => request.on('close', resolve)).then(() =>
        answer(request, response, refusal),
      )
      request.socket.destroy()
    })
    const connection = await connectRaw(listening.port)
    await connection.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nbegin')
    await connection.closed
    await settled
    expect(connection.unread()).toBe('')
  })
})

test('a client that takes nothing of an answer loses its connection', async () => {
  let settled: Promise<void> | undefined
  // More than the system holds for a connection that is not read.
  const large = { status: 200, headers: {}, body: 'a'.repeat(twentyMegabytes) }
  const listening = await serve((request, response) => {
    settled = answerEarly(request, response, large, generous, 100)
  })
  const client = connect(listening.port, '127.0.0.1')
    .on('error', () => {})
    .pause()
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(listening.server, 'request')
  await settled
  client.destroy()
})

describe('Expect: 100-continue', () => {
  let listening: Listening
  beforeEach(async () => {
    const handler: RequestListener = async (request, response) => {
      if (request.url === '/refused') return answer(request, response, refusal)
      if (request.url === '/read') letBodyCome(request, response)
      response.end(await textOf(request))
    }
    listening = await serve(handler)
    deferContinue(listening.server, handler, (request) => request.url !== '/elsewhere')
  })

  const head = (url: string) =>
    `POST ${url} HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n`

  test('a refusal comes without asking for the body, and without losing what is sent anyhow', async () => {
    const connection = await connectRaw(listening.port)
    await connection.send(head('/refused'))
    const answer = await connection.answer()
    expect([answer.status, answer.body, connection.interim()]).toEqual([403, refusal.body, []])
    expect(answer.headers).not.toHaveProperty('connection')
    await connection.send('body')
    await connection.closed
  })

  test.each(['/read', '/elsewhere'])('%s: the body is asked for where it is read', async (url) => {
    const connection = await connectRaw(listening.port)
    await connection.send(head(url))
    await connection.send('body')
    const answer = await connection.answer()
    expect([answer.status, connection.interim()]).toEqual([200, [100]])
    connection.reset()
  })

  test('nothing is said to a client that did not ask', async () => {
    const connection = await connectRaw(listening.port)
    await connection.send('POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody')
    await connection.answer()
    expect(connection.interim()).toEqual([])
    connection.reset()
  })
})

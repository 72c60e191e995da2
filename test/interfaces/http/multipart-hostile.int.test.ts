import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import fc from 'fast-check'
import { ClientGone } from '../../../src/application/upload-parts'
import { receiveUploadForm } from '../../../src/interfaces/http/form-arrivals'
import { readUploadForm } from '../../../src/interfaces/http/form-upload'
import { connectRaw, type Listening, listen } from '../../support/raw-http'
import {
  boundary,
  close,
  definition,
  type FormServer,
  formServer,
  part,
  readAll,
  seenOfWhole,
  table,
  token,
  whole,
} from './multipart-forms'

const formType = `Content-Type: multipart/form-data; boundary=${boundary}`
const csv = 'Content-Disposition: form-data; name=file_csv; filename=f'

describe('bytes that come in pieces', () => {
  let server: FormServer
  beforeAll(async () => {
    server = await formServer()
  })
  afterAll(() => server.close())

  /** Each piece is a chunk of the request, and so a piece of its own for the reader. */
  const seenOf = async (pieces: readonly string[]): Promise<string[]> => {
    const connection = await server.connect([formType, 'Transfer-Encoding: chunked'])
    for (const piece of pieces.filter((text) => text !== '')) {
      await connection.send(Buffer.from(`${piece.length.toString(16)}\r\n${piece}\r\n`, 'latin1'))
    }
    await connection.send('0\r\n\r\n')
    const seen = await server.next()
    connection.reset()
    return seen
  }

  test('one at a time', async () => {
    expect(await seenOf([...whole])).toEqual(seenOfWhole)
  })

  test('split anywhere they are the same parts', async () => {
    for (let at = 1; at < whole.length; at += 1) {
      expect(await seenOf([whole.slice(0, at), whole.slice(at)])).toEqual(seenOfWhole)
    }
  })

  test('split anywhere a refusal is the same', async () => {
    const body = token + definition + table + part(['X-A: b'], 'v') + close
    const expected = await seenOf([body])
    expect(expected.at(-2)).toMatch(/^refused/)
    for (let at = 1; at < body.length; at += 1) {
      expect(await seenOf([body.slice(0, at), body.slice(at)])).toEqual(expected)
    }
  })

  test('content is what was sent, whatever it holds and however it is split', async () => {
    const almostBoundaries = fc.constantFrom(
      '\r',
      '\n',
      '\r\n',
      '-',
      '--',
      `\r\n--${boundary.slice(0, -1)}`,
      'x',
      '',
    )
    const contents = fc.array(almostBoundaries, { maxLength: 20 }).map((texts) => texts.join(''))
    await fc.assert(
      fc.asyncProperty(contents, fc.array(fc.nat({ max: 400 }), { maxLength: 6 }), async (content, cuts) => {
        const body = token + definition + part([csv], content) + close
        const places = [0, ...cuts, body.length].sort((a, b) => a - b)
        const pieces = places.slice(1).map((place, index) => body.slice(places[index], place))
        expect(await seenOf(pieces)).toEqual([
          'token id.secret',
          seenOfWhole[1],
          `file_csv ${content}`,
          'end',
        ])
      }),
      { numRuns: 100 },
    )
  })
})

describe('a client that goes away', () => {
  let server: FormServer
  beforeAll(async () => {
    server = await formServer()
  })
  afterAll(() => server.close())

  const places: readonly (readonly [string, string])[] = [
    ['before the body', ''],
    ['within the token', whole.slice(0, whole.indexOf('.secret'))],
    ['within the headers of a part', whole.slice(0, whole.indexOf('filename'))],
    ['within a file', whole.slice(0, whole.indexOf('1,2'))],
    ['before the closing boundary', whole.slice(0, -close.length)],
    ['behind the closing boundary', whole],
  ]

  test.each(places)('%s, by a reset', async (_, begin) => {
    const connection = await server.connect([formType, 'Content-Length: 1000000'])
    await connection.send(begin)
    connection.reset()
    expect((await server.next()).at(-1)).toBe('gone')
  })

  test.each(places)('%s, by ending its side', async (_, begin) => {
    const connection = await server.connect([formType, 'Content-Length: 1000000'])
    await connection.send(begin)
    connection.end()
    expect((await server.next()).at(-1)).toBe('gone')
    await connection.closed
  })

  test('by breaking HTTP itself', async () => {
    const connection = await server.connect([formType, 'Transfer-Encoding: chunked'])
    await connection.send('no chunk\r\n')
    expect(await server.next()).toEqual(['gone'])
    await connection.closed
  })
})

/** Hands the next request to whoever waits for it, and never answers. */
async function requests(): Promise<
  Listening & {
    next(headers: string): Promise<readonly [IncomingMessage, Awaited<ReturnType<typeof connectRaw>>]>
  }
> {
  const listening = await listen(() => {})
  return {
    ...listening,
    async next(headers) {
      const connection = await connectRaw(listening.port)
      const arrived = once(listening.server, 'request')
      await connection.send(`POST / HTTP/1.1\r\nHost: a\r\n${formType}\r\n${headers}\r\n\r\n`)
      const [request] = await arrived
      return [request as IncomingMessage, connection]
    },
  }
}

describe('whoever reads', () => {
  let server: Awaited<ReturnType<typeof requests>>
  beforeAll(async () => {
    server = await requests()
  })
  afterAll(() => server.close())

  test('is given the token while the files are still to come', async () => {
    const [request, connection] = await server.next('Content-Length: 1000000')
    await connection.send(`${token}--${boundary}\r\n`)
    const parts = readUploadForm(request, { maxUploadBytes: 1e6 }).parts[Symbol.asyncIterator]()
    expect(await parts.next()).toEqual({ done: false, value: { part: 'token', value: 'id.secret' } })
    connection.reset()
  })

  test('holds the client back by not reading', async () => {
    const [request, connection] = await server.next('Content-Length: 100000000')
    await connection.send(`${token}--${boundary}\r\n${csv}\r\n\r\nx`)
    const form = readUploadForm(request, { maxUploadBytes: 1e9 })
    const parts = form.parts[Symbol.asyncIterator]()
    await parts.next()
    await parts.next()
    let sent = false
    const sending = connection.send(Buffer.alloc(60_000_000)).then(() => {
      sent = true
    })
    // What isn't read stays with the client, but for the buffers in between.
    await expect(settledBytesRead(request)).resolves.toBeLessThan(1_000_000)
    expect(sent).toBe(false)
    connection.reset()
    await Promise.race([sending, connection.closed])
    form.stop()
  })

  test('may leave a file, and is given the next part', async () => {
    const [request, connection] = await server.next(`Content-Length: ${whole.length + 1_000_000}`)
    await connection.send(whole.replace('<Data', `${'x'.repeat(1_000_000)}<Data`))
    const names: string[] = []
    for await (const arrived of readUploadForm(request, { maxUploadBytes: 1e7 }).parts) {
      names.push(arrived.part)
      if (arrived.part !== 'file_def') continue
      for await (const _ of arrived.content) break
    }
    expect(names).toEqual(['token', 'file_def', 'file_csv'])
    connection.reset()
  })

  test('learns of the too large table also when it leaves it', async () => {
    const [request, connection] = await server.next(`Content-Length: ${whole.length}`)
    await connection.send(whole)
    const parts: unknown[] = []
    for await (const arrived of readUploadForm(request, { maxUploadBytes: 9, maxDefinitionBytes: 100 })
      .parts) {
      parts.push('refusal' in arrived ? arrived.refusal : arrived.part)
    }
    expect(parts).toEqual(['token', 'file_def', 'file_csv', { code: 'upload-too-large', limit: 9 }])
    connection.reset()
  })

  test('is told when the reading was stopped, and never that all went well', async () => {
    const [request, connection] = await server.next(`Content-Length: ${whole.length}`)
    await connection.send(whole)
    const form = readUploadForm(request, { maxUploadBytes: 1e6 })
    const parts = form.parts[Symbol.asyncIterator]()
    await parts.next()
    const second = await parts.next()
    form.stop()
    form.stop()
    if (second.done === true || second.value.part !== 'file_def') throw new Error('no file came')
    await expect(second.value.content[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(ClientGone)
    await expect(parts.next()).rejects.toBeInstanceOf(ClientGone)
    connection.reset()
  })

  test('is told at once when it waits as the reading is stopped', async () => {
    const [request, connection] = await server.next('Content-Length: 1000')
    const form = readUploadForm(request, { maxUploadBytes: 1e6 })
    const waiting = form.parts[Symbol.asyncIterator]().next()
    form.stop()
    await expect(waiting).rejects.toBeInstanceOf(ClientGone)
    expect(request.destroyed).toBe(false)
    connection.reset()
  })

  test('is told when nothing has been read before the reading is stopped', async () => {
    const [request, connection] = await server.next('Content-Length: 1000')
    const form = readUploadForm(request, { maxUploadBytes: 1e6 })
    form.stop()
    expect(await readAll(form)).toEqual(['gone'])
    connection.reset()
  })

  test('leaves a request that others can read on, with no listener of its own', async () => {
    const [request, connection] = await server.next(`Content-Length: ${whole.length + 100_000}`)
    const listeners = () =>
      ['readable', 'data', 'end', 'close', 'error'].map((name) => request.listenerCount(name))
    const before = listeners()
    await connection.send(whole.slice(0, -close.length))
    const form = readUploadForm(request, { maxUploadBytes: 1e6 })
    for await (const arrived of form.parts) if (arrived.part === 'file_def') break
    expect(listeners()).toEqual(before)
    const ended = once(request, 'end')
    request.resume()
    await connection.send(close + 'x'.repeat(100_000))
    await ended
    connection.reset()
  })

  test('of 50 aborted uploads leaves no stream open, whether it was reading or not', async () => {
    const formOf = (lines: number) => token + part([csv], 'a,b\r\n'.repeat(lines)).slice(0, -2)
    const files: Readable[] = []
    for (let upload = 0; upload < 50; upload += 1) {
      const [request, connection] = await server.next('Content-Length: 1000000')
      const isReading = upload % 2 === 0
      // Node notices nothing at a socket that it has stopped reading because of too much that isn't read.
      void connection.send(formOf(isReading ? 100_000 : 5_000))
      const arrivals = receiveUploadForm(request)
      expect(await arrivals.next()).toMatchObject({ kind: 'token' })
      const file = await arrivals.next()
      if (file.kind !== 'file') throw new Error('no file came')
      files.push(file.content)
      if (isReading) file.content.resume()
      connection.reset()
      expect(await arrivals.next()).toEqual({ kind: 'end', ending: { how: 'gone' } })
      await new Promise(setImmediate)
      expect(request.listenerCount('readable')).toBe(0)
    }
    expect(files.map((file) => file.closed)).toEqual(files.map(() => true))
  })
})

/** How many bytes the server has taken from the socket once it takes no more. */
async function settledBytesRead(request: IncomingMessage): Promise<number> {
  let before = -1
  while (request.socket.bytesRead !== before) {
    before = request.socket.bytesRead
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return before
}

import { once } from 'node:events'
import { get, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { baseUrlOf, listen, startLater } from '../../../src/interfaces/http/server'
import { addressMistake } from '../../../src/interfaces/http/start-faults'
import { connectRaw } from '../../support/raw-http'

const patient = { headMs: 60_000 }

/** Answers when it is told to. */
function onDemand(): { readonly listener: RequestListener; answer(): void; readonly arrived: Promise<void> } {
  const answers: (() => void)[] = []
  let arrive = (): void => {}
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  return {
    arrived,
    listener(request, response) {
      // Node would end an idle connection after five seconds, and hide that nothing else does.
      response.once('close', () => request.socket.setTimeout(0))
      answers.push(() => response.end('done'))
      arrive()
    },
    answer: () => {
      for (const each of answers.splice(0)) each()
    },
  }
}

async function ask(port: number): Promise<IncomingMessage> {
  const [answer] = (await once(get({ port, host: '127.0.0.1', agent: false }), 'response')) as [
    IncomingMessage,
  ]
  answer.resume()
  await once(answer, 'end')
  return answer
}

describe('closing', () => {
  test('waits for the answers under way, and for no connection that is kept alive behind them', async () => {
    const { listener, answer, arrived } = onDemand()
    const server = await listen(listener, '127.0.0.1', 0, patient)
    const connection = await connectRaw(server.port)
    await connection.send('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await arrived
    const closed = server.close()
    answer()
    expect(await connection.answer()).toMatchObject({ status: 200, body: 'done' })
    expect(await closed).toBe(true)
    connection.end()
    await expect(ask(server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('waits for no connection that has sent no request', async () => {
    const server = await listen(() => {}, '127.0.0.1', 0, patient)
    const silent = await connectRaw(server.port)
    const halfway = await connectRaw(server.port)
    await halfway.send('GET / HTTP/1.1\r\n')
    expect(await server.close()).toBe(true)
    await Promise.all([silent.closed, halfway.closed])
  })

  test('cuts off what takes longer than it may', async () => {
    const { listener, arrived } = onDemand()
    const server = await listen(listener, '127.0.0.1', 0, patient)
    const answered = ask(server.port).catch(({ code }: NodeJS.ErrnoException) => code)
    await arrived
    expect(await server.close(0)).toBe(false)
    expect(await answered).toBe('ECONNRESET')
  })

  test('of a server that nobody uses cuts nothing off', async () => {
    const server = await listen(() => {}, '127.0.0.1', 0, patient)
    expect(await server.close(0)).toBe(true)
  })
})

test('a request that comes before there is a listener waits for it', async () => {
  const { listener, start } = startLater()
  let arrive = (): void => {}
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const server = await listen(
    (request, response) => {
      listener(request, response)
      arrive()
    },
    '127.0.0.1',
    0,
    patient,
  )
  const early = ask(server.port)
  await arrived
  start((_request, response) => response.writeHead(204).end())
  expect((await early).statusCode).toBe(204)
  expect((await ask(server.port)).statusCode).toBe(204)
  await server.close()
})

describe('an address that can not be had', () => {
  const faultOf = (host: string, port: number) =>
    listen(() => {}, host, port, patient).then(
      () => null,
      (fault: unknown) => addressMistake(fault, { host, port }),
    )

  test('since another has its port', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { readonly port: number }
    expect(await faultOf('127.0.0.1', port)).toMatch(
      new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use: `),
    )
    other.close()
  })

  test('since it is another machine’s', async () =>
    // 192.0.2.0/24 is for documentation (RFC 5737).
    expect(await faultOf('192.0.2.1', 0)).toBe(
      '192.0.2.1 is no address of this machine: choose another in APERTURE_HOST.',
    ))

  test('since this user may not have it', () =>
    expect(addressMistake({ code: 'EACCES' }, { host: '127.0.0.1', port: 80 })).toBe(
      'Port 80 may not be taken by this user: choose one from 1024 on in APERTURE_PORT.',
    ))

  test('is not every fault', () =>
    expect(addressMistake(new Error('out of handles'), { host: '127.0.0.1', port: 80 })).toBeNull())
})

test.each([
  ['127.0.0.1', 'http://127.0.0.1:8080'],
  ['::1', 'http://[::1]:8080'],
  ['gate.example.org', 'http://gate.example.org:8080'],
])('the base of URLs to %s is %s', (host, url) => expect(baseUrlOf(host, 8080)).toBe(url))

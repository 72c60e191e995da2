import type { RecordedEvent } from '../../../src/application/ports/event-store'
import { EventStoreUnavailable } from '../../../src/application/ports/event-store'
import type { UseCases } from '../../../src/application/use-cases'
import { asManager, connect, now, problem, send, until, withApp } from './running-app'

const eventAt = (position: bigint): RecordedEvent => ({
  id: `e-${position}`,
  stream: 'uploadToken-t-1',
  revision: 0,
  position,
  created: now,
  event: { type: 'TokenRevoked', tokenId: 't-1' },
  metadata: { correlationId: 'r', causationId: 'r', actor: { kind: 'system' } },
  stored: { type: 'TokenRevoked.v1', data: { tokenId: 't-1' }, metadata: { $correlationId: 'r' } },
})

const path = '/management/audit/events'

test('the history is a line an event, as it is stored', () => {
  const asked: unknown[] = []
  const replayHistory: UseCases['replayHistory'] = async function* (...given) {
    asked.push(given)
    yield eventAt(2n ** 63n)
    yield eventAt(2n ** 63n + 1n)
  }
  return withApp({ replayHistory }, {}, async (app) => {
    const answer = await send(app, 'GET', `${path}?from=9223372036854775807&limit=2`, asManager)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/x-ndjson')
    const lines = answer.body.split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[2]).toBe('')
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      position: '9223372036854775808',
      stream: 'uploadToken-t-1',
      revision: 0,
      type: 'TokenRevoked.v1',
      id: 'e-9223372036854775808',
      created: '2031-05-17T08:00:00.000Z',
      data: { tokenId: 't-1' },
      metadata: { $correlationId: 'r' },
    })
    expect(asked).toEqual([[9223372036854775807n, 2]])
  })
})

test('a thousand from the beginning, unless told', () => {
  const asked: unknown[] = []
  const replayHistory: UseCases['replayHistory'] = async function* (...given) {
    asked.push(given)
    yield* []
  }
  return withApp({ replayHistory }, {}, async (app) => {
    const answer = await send(app, 'GET', path, asManager)
    expect([answer.status, answer.body]).toEqual([200, ''])
    expect(asked).toEqual([[null, 1000]])
  })
})

test.each([
  ['from=x', 'parameter-invalid'],
  ['from=-1', 'parameter-invalid'],
  ['from=', 'parameter-invalid'],
  ['from=1&from=2', 'parameter-invalid'],
  ['limit=0', 'parameter-invalid'],
  ['limit=10001', 'parameter-invalid'],
  ['limit=1e3', 'parameter-invalid'],
  ['kind=dataset', 'parameter-unsupported'],
  ['follow=true', 'parameter-unsupported'],
])('%s is refused', (query, code) =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, 'GET', `${path}?${query}`, asManager)
    expect(answer.status).toBe(400)
    expect(problem(answer).code).toBe(code)
    expect(problem(answer).detail).toContain(query.split('=')[0])
  }),
)

test('no credential, no history', () =>
  withApp({}, {}, async (app) => {
    expect((await send(app, 'GET', path)).status).toBe(401)
  }))

test('a store that is away before the first event is told as such', () => {
  const replayHistory: UseCases['replayHistory'] = async function* () {
    yield* []
    throw new EventStoreUnavailable('away')
  }
  return withApp({ replayHistory }, {}, async (app) => {
    const answer = await send(app, 'GET', path, asManager)
    expect(answer.status).toBe(503)
    expect(problem(answer).code).toBe('store-unavailable')
  })
})

test('one that goes away later breaks the connection', () => {
  const replayHistory: UseCases['replayHistory'] = async function* () {
    yield eventAt(1n)
    throw new EventStoreUnavailable('away')
  }
  return withApp({ replayHistory }, {}, async (app) => {
    await expect(send(app, 'GET', path, asManager)).rejects.toThrow()
  })
})

test('events are read no faster than the client takes them', () => {
  const enough = 500_000
  let read = 0
  const replayHistory: UseCases['replayHistory'] = async function* () {
    while (read < enough) yield eventAt(BigInt(++read))
  }
  return withApp({ replayHistory }, {}, async (app) => {
    const socket = await connect(app)
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${asManager.Authorization}\r\nConnection: close\r\n\r\n`,
    )
    await new Promise((resolve) => socket.once('readable', resolve))
    let before = -1
    // The buffers between here and there fill, and then nothing moves.
    await until(() => {
      const stands = read === before
      before = read
      return stands
    })
    expect(read).toBeLessThan(enough)
    socket.destroy()
    await until(() => app.logged.length > 0)
    expect(read).toBeLessThan(enough)
  })
})

import type { RecordedEvent } from '../../../src/application/ports/event-store'
import { EventStoreUnavailable } from '../../../src/application/ports/event-store'
import type { UseCases } from '../../../src/application/use-cases'
import { asManager, connect, now, problem, send, until, withApp } from './running-app'

const eventId = 'eeeeeeee-0000-4000-8000-000000000001'

const eventAt = (position: bigint): RecordedEvent => ({
  id: eventId,
  stream: 'uploadToken-t-1',
  revision: 0,
  position,
  created: now,
  event: { type: 'TokenRevoked', tokenId: 't-1' },
  metadata: { correlationId: 'r', causationId: 'r', actor: { kind: 'system' } },
  stored: { type: 'TokenRevoked.v1', data: { tokenId: 't-1' }, metadata: { $correlationId: 'r' } },
})

const path = '/management/audit/events'

type PageHistory = UseCases['pageHistory']

/** A page of these events. */
const pageOf =
  (events: () => AsyncIterable<RecordedEvent>, next: bigint | null = null): PageHistory =>
  async () => ({ next, events })

const none = async function* (): AsyncGenerator<RecordedEvent, void> {}

test('the history is a line an event, as it is stored', () => {
  const asked: unknown[] = []
  const pageHistory: PageHistory = async (query, range) => {
    asked.push(query, range)
    return {
      next: null,
      async *events() {
        yield eventAt(2n ** 63n)
        yield eventAt(2n ** 63n + 1n)
      },
    }
  }
  return withApp({ pageHistory }, {}, async (app) => {
    const answer = await send(app, 'GET', `${path}?from=9223372036854775807&limit=2`, asManager)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/x-ndjson')
    expect(answer.headers.link).toBeUndefined()
    const lines = answer.body.split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[2]).toBe('')
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      position: '9223372036854775808',
      stream: 'uploadToken-t-1',
      revision: 0,
      type: 'TokenRevoked.v1',
      id: eventId,
      created: '2031-05-17T08:00:00.000Z',
      data: { tokenId: 't-1' },
      metadata: { $correlationId: 'r' },
    })
    expect(asked).toEqual([{}, { from: 9223372036854775807n, limit: 2 }])
  })
})

test('a thousand from the beginning, unless told', () => {
  const asked: unknown[] = []
  const pageHistory: PageHistory = async (query, range) => {
    asked.push(query, range)
    return { next: null, events: none }
  }
  return withApp({ pageHistory }, {}, async (app) => {
    const answer = await send(app, 'GET', path, asManager)
    expect([answer.status, answer.body]).toEqual([200, ''])
    expect(asked).toEqual([{}, { from: null, limit: 1000 }])
  })
})

const id = '3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162'
const filters = `project=7&user=j+doe&kind=external&dataset=${id}&token=${id}&since=2031-05-17T08%3A00%3A00Z&until=2031-05-17T10%3A00%3A00%2B02%3A00`
const asFiltered = {
  projectId: 7,
  user: 'j doe',
  kind: 'external',
  datasetId: id,
  tokenId: id,
  since: now,
  until: now,
}

test('every filter is asked for', () => {
  const asked: unknown[] = []
  const pageHistory: PageHistory = async (query) => {
    asked.push(query)
    return { next: null, events: none }
  }
  return withApp({ pageHistory }, {}, async (app) => {
    expect((await send(app, 'GET', `${path}?${filters}&follow=false`, asManager)).status).toBe(200)
    expect(asked).toEqual([asFiltered])
  })
})

test('where there is more, also behind a page without a line, the next page has an address', () =>
  withApp({ pageHistory: pageOf(none, 400n) }, {}, async (app) => {
    const first = await send(app, 'GET', `${path}?limit=5`, asManager)
    expect(first.body).toBe('')
    expect(first.headers.link).toBe(`<https://aperture.example${path}?limit=5&from=400>; rel="next"`)
    const later = await send(app, 'HEAD', `${path}?from=7&project=2`, asManager)
    expect(later.headers.link).toBe(`<https://aperture.example${path}?from=400&project=2>; rel="next"`)
  }))

test.each([
  ['from=x', 'parameter-invalid'],
  ['from=-1', 'parameter-invalid'],
  ['from=', 'parameter-invalid'],
  ['from=1&from=2', 'parameter-invalid'],
  ['limit=0', 'parameter-invalid'],
  ['limit=10001', 'parameter-invalid'],
  ['limit=1e3', 'parameter-invalid'],
  ['project=heart', 'parameter-invalid'],
  ['kind=TokenIssued', 'parameter-invalid'],
  ['dataset=7', 'parameter-invalid'],
  ['token=7', 'parameter-invalid'],
  ['since=yesterday', 'parameter-invalid'],
  ['until=2031-05-17', 'parameter-invalid'],
  ['follow=yes', 'parameter-invalid'],
  ['limit=10&follow=true', 'parameter-invalid'],
  ['before=1', 'parameter-unsupported'],
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
    expect((await send(app, 'GET', `${path}?follow=true`)).status).toBe(401)
  }))

test.each([
  ['', 'application/x-ndjson'],
  ['?follow=true', 'text/event-stream'],
])('%s is to be had in one form', (query, type) =>
  withApp({ pageHistory: pageOf(none), followHistory: async () => {} }, {}, async (app) => {
    const refused = await send(app, 'GET', path + query, { ...asManager, Accept: 'text/html' })
    expect([refused.status, problem(refused).code]).toEqual([406, 'not-acceptable'])
    expect(problem(refused).detail).toContain(type)
    const answer = await send(app, 'GET', path + query, { ...asManager, Accept: type })
    expect([answer.status, answer.headers['content-type']]).toEqual([200, type])
  }),
)

test('a store that is away before the page is known is told as such', () => {
  const pageHistory: PageHistory = () => Promise.reject(new EventStoreUnavailable('away'))
  return withApp({ pageHistory }, {}, async (app) => {
    const answer = await send(app, 'GET', path, asManager)
    expect(answer.status).toBe(503)
    expect(problem(answer).code).toBe('store-unavailable')
  })
})

test('one that goes away later breaks the connection', () => {
  const events = async function* () {
    yield eventAt(1n)
    throw new EventStoreUnavailable('away')
  }
  return withApp({ pageHistory: pageOf(events) }, {}, async (app) => {
    await expect(send(app, 'GET', path, asManager)).rejects.toThrow()
  })
})

test('whoever leaves while a page is put together is not worked for any more', () => {
  const leaving = new AbortController()
  let heard = () => {}
  const gone = new Promise<void>((resolve) => {
    heard = resolve
  })
  const pageHistory: PageHistory = (_query, _range, signal) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        heard()
        resolve({ next: null, events: none })
      })
      leaving.abort()
    })
  return withApp({ pageHistory }, {}, async (app) => {
    const answer = fetch(`${app.url}${path}`, { headers: asManager, signal: leaving.signal })
    await expect(answer).rejects.toThrow()
    await gone
  })
})

test('events are read no faster than the client takes them', () => {
  const enough = 500_000
  let read = 0
  const events = async function* () {
    while (read < enough) yield eventAt(BigInt(++read))
  }
  return withApp({ pageHistory: pageOf(events) }, {}, async (app) => {
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

import { once } from 'node:events'
import type { RecordedEvent } from '../../../src/application/ports/event-store'
import type { UseCases } from '../../../src/application/use-cases'
import { openEventStream } from '../../support/event-stream'
import { asManager, connect, now, send, until, withApp } from './running-app'

type FollowHistory = UseCases['followHistory']

const path = '/management/audit/events?follow=true'

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

test('what is asked for reaches the history: filters, and where to begin', () => {
  const asked: unknown[] = []
  const followHistory: FollowHistory = async (query, from) => void asked.push(query, from)
  return withApp({ followHistory }, {}, async (app) => {
    await send(app, 'GET', `${path}&project=7&from=12`, asManager)
    await send(app, 'GET', `${path}&from=12`, { ...asManager, 'Last-Event-ID': '14' })
    await send(app, 'GET', path, asManager)
    expect(asked).toEqual([{ projectId: 7 }, 12n, {}, 14n, {}, null])
  })
})

test('a fault of the subscription breaks the answer off behind what was told, and is logged', () => {
  const followHistory: FollowHistory = async (_query, _from, handle) => {
    await handle(eventAt(1n), true)
    throw new Error('gone')
  }
  return withApp({ followHistory }, {}, async (app) => {
    const { status, events } = await openEventStream(app.url + path, asManager)
    expect(status).toBe(200)
    await expect(
      (async () => {
        for await (const { id } of events) expect([undefined, '1']).toContain(id)
      })(),
    ).rejects.toThrow()
    await until(() => app.logged.some(({ level }) => level === 'error'))
  })
})

test('a client that takes nothing holds up its events only, and is not waited for when the service stops', () => {
  const stopping = new AbortController()
  const enough = 500_000
  let read = 0
  const followHistory: FollowHistory = async (_query, _from, handle, signal) => {
    while (read < enough && !signal.aborted) await handle(eventAt(BigInt(++read)), true)
  }
  return withApp({ followHistory }, { stopping: stopping.signal }, async (app) => {
    const socket = await connect(app)
    const authorization = `Authorization: ${asManager.Authorization}`
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${authorization}\r\n\r\n`)
    await once(socket, 'readable')
    let before = -1
    // The buffers between here and there fill, and then nothing moves.
    await until(() => {
      const stands = read === before
      before = read
      return stands
    })
    expect(read).toBeLessThan(enough)
    stopping.abort()
    await until(() => app.logged.length > 0)
    expect(read).toBeLessThanOrEqual(before + 1)
    socket.destroy()
  })
})

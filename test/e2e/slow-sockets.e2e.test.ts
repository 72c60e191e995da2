import { connect, type Socket } from 'node:net'
import { type RunningService, runService } from '../support/running-service'
import { tokenWorld } from '../support/token-world'
import { sample, upload, uploadEndpoint } from '../support/upload'
import { formType, orders } from '../support/upload-form'

const eachKind = 334
const honestOfEach = 8
const dripMs = 250
const table = sample('manual-example')
const patience = { headMs: 5_000, tokenMs: 5_000 }

let running: RunningService
beforeAll(async () => {
  running = await runService({ patience })
})
afterAll(() => running.end())

interface SlowSocket {
  readonly socket: Socket
  readonly closed: Promise<void>
}

/** Says a beginning, then a byte now and then, for as long as it is listened to. */
async function slowSocket(beginning: string, drip: string): Promise<SlowSocket> {
  const { hostname, port } = new URL(running.url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {})
  // What is said to it, it takes.
  socket.resume()
  const dripping = setInterval(() => socket.write(drip), dripMs)
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      clearInterval(dripping)
      resolve()
    })
  })
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  socket.write(beginning)
  return { socket, closed }
}

test('while a thousand slow sockets are held open, every honest upload succeeds, and none is held for long', async () => {
  const { pathname } = new URL(uploadEndpoint(running.url, 'dataset'))
  const line = `POST ${pathname} HTTP/1.1\r\nHost: a\r\n`
  const body = `${line}Content-Type: ${formType}\r\nContent-Length: 1000000\r\n\r\n--form-b0undary\r\n`
  const kinds = [
    { beginning: `${line}X-Slow: `, drip: 'a' },
    { beginning: body, drip: 'X' },
    { beginning: '', drip: '' },
  ]
  const opening = kinds.flatMap(({ beginning, drip }) =>
    Array.from({ length: eachKind }, () => slowSocket(beginning, drip)),
  )
  const { issue } = await tokenWorld(running)
  const sockets = await Promise.all(opening)
  const open = () => sockets.filter(({ socket }) => !socket.closed).length
  const uploads = orders.flatMap((order) => Array.from({ length: honestOfEach }, () => order))
  const statuses = await Promise.all(
    uploads.map(async (order) => {
      const { status } = await upload({ url: running.url, token: await issue(), ...table, order })
      return { status, beside: open() > 0 }
    }),
  )
  expect(statuses.map(({ status }) => status)).toEqual(uploads.map(() => 200))
  // A busy machine may be done with the slow ones before it is with the last uploads.
  expect(statuses.some(({ beside }) => beside)).toBe(true)
  await Promise.all(sockets.map(({ closed }) => closed))
})

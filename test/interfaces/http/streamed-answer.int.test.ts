import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { streamAnswer } from '../../../src/interfaces/http/streamed-answer'

/** Node 20 tells 'finish' of this answer: it was ended, and its socket destroyed with the last bytes in hand. */
test('content whose last bytes never left the process is given back', async () => {
  const diary: string[] = []
  const answered = new Promise<void>((resolve) => {
    const server = http.createServer(async (request, response) => {
      const untilNothingLeaves = async function* () {
        do {
          yield Buffer.alloc(1024)
          await nextTurn()
        } while (response.writableLength === 0)
      }
      const answer = {
        kind: 'streamed',
        status: 200,
        headers: {},
        content: untilNothingLeaves,
        delivery: {
          delivered: async () => void diary.push('delivered'),
          giveBack: async () => void diary.push('given back'),
        },
      } as const
      const streaming = streamAnswer(request, response, answer, 60_000)
      while (!response.writableEnded) await nextTurn()
      request.socket.destroy()
      await streaming
      server.close()
      resolve()
    })
    server.listen(0, '127.0.0.1', () => {
      const client = net.connect((server.address() as AddressInfo).port, '127.0.0.1')
      client.on('error', () => {})
      // It never reads.
      client.pause()
      client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      void answered.then(() => client.destroy())
    })
  })
  await answered
  expect(diary).toEqual(['given back'])
})

describe('a client that takes its time', () => {
  const pieceBytes = 256 * 1024
  const pieces = 64

  /** What becomes of an answer of 16 MB whose client reads as `read` does. */
  async function deliver(answerMs: number, read: (client: net.Socket) => void): Promise<string> {
    const became = new Promise<string>((resolve) => {
      const server = http.createServer((request, response) => {
        const answer = {
          kind: 'streamed',
          status: 200,
          headers: {},
          async *content() {
            for (let piece = 0; piece < pieces; piece++) yield Buffer.alloc(pieceBytes)
          },
          delivery: {
            delivered: async () => resolve('delivered'),
            giveBack: async () => resolve('given back'),
          },
        } as const
        void streamAnswer(request, response, answer, answerMs).then(() => server.close())
      })
      server.listen(0, '127.0.0.1', () => {
        const client = net.connect((server.address() as AddressInfo).port, '127.0.0.1')
        client.on('error', () => {})
        client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
        read(client)
        void became.then(() => client.destroy())
      })
    })
    return became
  }

  test('and takes nothing is cut off', async () => {
    expect(await deliver(200, (client) => client.pause())).toBe('given back')
  })

  test('and takes a little now and then has all of it in the end', async () => {
    const slowly = (client: net.Socket) =>
      client.on('data', () => {
        client.pause()
        setTimeout(() => client.resume(), 10)
      })
    const begun = performance.now()
    // A piece is taken in a tenth of the time that all of them take.
    expect(await deliver(1_000, slowly)).toBe('delivered')
    expect(performance.now() - begun).toBeGreaterThan(1_000)
  })
})

import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { streamAnswer } from '../../../src/interfaces/http/streamed-answer'

/** Node tells 'finish' of this answer: it was ended, and its socket destroyed with the last bytes in hand. */
test('content whose last bytes never left the process is given back', async () => {
  const diary: string[] = []
  let finished = false
  const answered = new Promise<void>((resolve) => {
    const server = http.createServer(async (request, response) => {
      response.once('finish', () => {
        finished = true
      })
      const untilNothingLeaves = async function* () {
        do {
          yield Buffer.alloc(1024)
          await nextTurn()
        } while (response.writableLength === 0)
      }
      const streaming = streamAnswer(request, response, {
        kind: 'streamed',
        status: 200,
        headers: {},
        content: untilNothingLeaves,
        delivery: {
          delivered: async () => void diary.push('delivered'),
          giveBack: async () => void diary.push('given back'),
        },
      })
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
  expect(finished).toBe(true)
  expect(diary).toEqual(['given back'])
})

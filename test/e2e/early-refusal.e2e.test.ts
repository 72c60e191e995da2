import { connectRaw } from '../support/raw-http'
import { type RunningService, runService } from '../support/running-service'
import { fieldPart, formType, openForm } from '../support/upload-form'

const mebibyte = 1024 * 1024

let running: RunningService
beforeAll(async () => {
  running = await runService()
})
afterAll(() => running.end())

/** An upload of so many bytes whose token is refused, and answered, before the rest of them is sent. */
async function refusedUpload(bytes: number) {
  const connection = await connectRaw(Number(new URL(running.url).port))
  const begun = openForm([fieldPart('token', 'no.token'), fieldPart('file_csv', '')]).subarray(0, -4)
  const head = `POST /-/token/dataset_import HTTP/1.1\r\nHost: a\r\nContent-Type: ${formType}\r\n`
  await connection.send(`${head}Content-Length: ${bytes}\r\n\r\n`)
  await connection.send(begun)
  const { status, headers, body } = await connection.answer()
  expect([status, JSON.parse(body).code]).toEqual([403, 'token-invalid'])
  expect(headers['content-length']).toBe(String(Buffer.byteLength(body)))
  return { connection, left: bytes - begun.length }
}

const filling = Buffer.alloc(mebibyte)

test('An early refusal must arrive: up to 64 MiB of what the client still sends are read', async () => {
  const { connection, left } = await refusedUpload(64 * mebibyte)
  for (let rest = left; rest > 0; rest -= mebibyte) await connection.send(filling.subarray(0, rest))
  // What stands behind it on the same connection is reached only by who has read all of it.
  await connection.send('GET /-/health/live HTTP/1.1\r\nHost: a\r\n\r\n')
  expect((await connection.answer()).status).toBe(200)
  connection.end()
  await connection.closed
})

test('what is sent beyond that ends the connection', async () => {
  const { connection } = await refusedUpload(1_024 * mebibyte)
  for (let sent = 0; sent < 65; sent++) await connection.send(filling)
  await connection.closed
  // Sooner than after the 15 seconds in which a slower client is read on.
}, 14_000)

import { DiskFull, type Spool } from '../../src/application/ports/spool'
import { leavingRoom, whileRoom } from '../../src/application/while-room'

const megabyte = Buffer.alloc(1024 * 1024)

async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n++) yield megabyte
}

/** Room as it is found by one look after the other. */
function room(...found: readonly boolean[]) {
  let looks = 0
  return { looks: () => looks, hasRoom: async () => found[looks++] ?? false }
}

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const chunk of content) bytes += chunk.byteLength
  return bytes
}

test('content passes whole while there is room, which is looked for every 16 MiB', async () => {
  const { hasRoom, looks } = room(true, true)
  expect(await bytesOf(whileRoom(megabytes(47), hasRoom))).toBe(47 * megabyte.length)
  expect(looks()).toBe(2)
})

test('content ends with DiskFull where there is no more room, and lets go of what it comes from', async () => {
  let released = false
  async function* source() {
    try {
      yield* megabytes(100)
    } finally {
      released = true
    }
  }
  let passed = 0
  const reading = (async () => {
    for await (const _ of whileRoom(source(), room(true, false).hasRoom)) passed += 1
  })()
  await expect(reading).rejects.toBeInstanceOf(DiskFull)
  expect([passed, released]).toEqual([31, true])
})

test('a spool takes no more than there is room for', async () => {
  const spool: Spool = {
    fill: async (source) => void (await bytesOf(source)),
    async *drain() {},
    discard: async () => {},
  }
  const { signal } = new AbortController()
  const filled = async (found: boolean) =>
    (await leavingRoom(async () => spool, room(found).hasRoom)()).fill(megabytes(16), signal)
  await filled(true)
  await expect(filled(false)).rejects.toBeInstanceOf(DiskFull)
})

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { ageSealing, ageWriter, generateIdentity, recipientOf } from '../../../src/infrastructure/age/age'
import { opener, piecesOf } from './opener'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'age-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function sealedBy(recipient: string, pieces: Iterable<Uint8Array>): Promise<Buffer> {
  const sealed: Uint8Array[] = []
  const writer = await ageWriter(recipient, (piece) => sealed.push(piece))
  for (const piece of pieces) await writer.write(piece)
  await writer.close()
  return Buffer.concat(sealed)
}

async function opened(identity: string, sealed: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of ageSealing.open(identity, sealed)) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('a file written in pieces', () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 300_000])(
    `of %i bytes opens with ${opener.name}`,
    async (size) => {
      const { identity, recipient } = await generateIdentity()
      const clear = randomBytes(size)
      const sealed = await sealedBy(recipient, [clear.subarray(0, 7), clear.subarray(7)])
      expect(await opener.open(identity, sealed, directory)).toEqual(clear)
    },
  )

  test('opens again whatever the pieces were on either side', async () => {
    const { identity, recipient } = await generateIdentity()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 90_000 }), { maxLength: 6 }),
        fc.integer({ min: 1_000, max: 100_000 }),
        async (pieces, size) => {
          const sealed = await sealedBy(recipient, pieces)
          expect(await opened(identity, piecesOf(sealed, size))).toEqual(Buffer.concat(pieces))
        },
      ),
      { numRuns: 25 },
    )
  })

  test('takes a copy, so that the buffer can be used again at once', async () => {
    const { identity, recipient } = await generateIdentity()
    const buffer = Buffer.alloc(1_000)
    const sealed: Uint8Array[] = []
    const writer = await ageWriter(recipient, (piece) => sealed.push(piece))
    const writes = ['a', 'b', 'c'].map((letter) => writer.write(buffer.fill(letter)))
    buffer.fill(0)
    await Promise.all(writes)
    await writer.close()
    const clear = await opened(identity, piecesOf(Buffer.concat(sealed), 4_096))
    expect(clear.toString()).toBe('a'.repeat(1_000) + 'b'.repeat(1_000) + 'c'.repeat(1_000))
  })

  test('holds no more than a few pieces back', async () => {
    const { recipient } = await generateIdentity()
    let arrived = 0
    const writer = await ageWriter(recipient, (piece) => {
      arrived += piece.length
    })
    const piece = Buffer.alloc(1 << 20)
    for (let written = piece.length; written <= 16 << 20; written += piece.length) {
      await writer.write(piece)
      expect(written - arrived).toBeLessThan(4 << 20)
    }
    await writer.close()
    expect(arrived).toBeGreaterThan(16 << 20)
  })

  test('rejects a later write or the close with what the sink threw', async () => {
    const { recipient } = await generateIdentity()
    const full = new Error('no room')
    const writer = await ageWriter(recipient, () => {
      throw full
    })
    const writing = async () => {
      for (let count = 0; count < 50; count++) await writer.write(Buffer.alloc(100_000))
      await writer.close()
    }
    await expect(writing()).rejects.toBe(full)
  })

  test('needs a recipient', async () => {
    await expect(ageWriter('age1nobody', () => undefined)).rejects.toThrow()
  })
})

describe('opening', () => {
  test('a file that was cut short or altered rejects, as does another key', async () => {
    const { identity, recipient } = await generateIdentity()
    const sealed = await sealedBy(recipient, [randomBytes(200_000)])
    const altered = Buffer.from(sealed)
    altered[altered.length - 30] = (altered[altered.length - 30] ?? 0) ^ 1
    const other = await generateIdentity()
    await expect(opened(identity, piecesOf(sealed.subarray(0, -1), 9_000))).rejects.toThrow()
    await expect(opened(identity, piecesOf(sealed.subarray(0, 132_000), 9_000))).rejects.toThrow()
    await expect(opened(identity, piecesOf(altered, 9_000))).rejects.toThrow()
    await expect(opened(other.identity, piecesOf(sealed, 9_000))).rejects.toThrow()
  })

  test.each(['a reader that stops early', 'a key that does not fit'])(
    '%s lets go of the source',
    async (how) => {
      const { identity, recipient } = await generateIdentity()
      const key = how === 'a reader that stops early' ? identity : (await generateIdentity()).identity
      const sealed = await sealedBy(recipient, [randomBytes(500_000)])
      let released = false
      async function* source() {
        try {
          yield* piecesOf(sealed, 10_000)
        } finally {
          released = true
        }
      }
      const reading = async () => {
        for await (const _piece of ageSealing.open(key, source())) break
      }
      await reading().catch(() => undefined)
      expect(released).toBe(true)
    },
  )

  test("passes the source's error on", async () => {
    const { identity, recipient } = await generateIdentity()
    const sealed = await sealedBy(recipient, [randomBytes(500_000)])
    const fault = new Error('the disk is gone')
    async function* source() {
      yield sealed.subarray(0, 100_000)
      throw fault
    }
    await expect(opened(identity, source())).rejects.toBe(fault)
  })
})

describe('a short text', () => {
  test('opens again, and never for another key', async () => {
    const { identity, recipient } = await generateIdentity()
    const sealed = await ageSealing.sealText(recipient, '{"Müller":1}')
    expect(Buffer.from(sealed).includes('ller')).toBe(false)
    expect(await ageSealing.openText(identity, sealed)).toBe('{"Müller":1}')
    expect((await opener.open(identity, sealed, directory)).toString()).toBe('{"Müller":1}')
    const other = await generateIdentity()
    await expect(ageSealing.openText(other.identity, sealed)).rejects.toThrow()
  })
})

describe("a token's keys", () => {
  test('are a pair of age keys that follow from id and secret alone', async () => {
    const keys = await ageSealing.keysOfToken('token-1', 'secret-1')
    expect(await ageSealing.keysOfToken('token-1', 'secret-1')).toEqual(keys)
    expect(keys.recipient).toBe(await recipientOf(keys.identity))
    const sealed = await ageSealing.sealText(keys.recipient, 'a result')
    expect((await opener.open(keys.identity, sealed, directory)).toString()).toBe('a result')
  })

  test('differ with either of them', async () => {
    const pairs = [
      ['token-1', 'secret-1'],
      ['token-2', 'secret-1'],
      ['token-1', 'secret-2'],
    ] as const
    const keys = await Promise.all(pairs.map(([id, secret]) => ageSealing.keysOfToken(id, secret)))
    expect(new Set(keys.map((key) => key.identity)).size).toBe(3)
  })

  // Results wait across restarts and upgrades: the derivation must not change.
  test('are these for a known token', async () => {
    expect(await ageSealing.keysOfToken('b6c7', 'an example')).toEqual({
      identity: 'AGE-SECRET-KEY-15NCN9NK8GYGQ8TVAWGVJRX0TPDVFD2QFJSER6F7CWNLSNH4W4YAQMJ22Q5',
      recipient: 'age1hurj3rqm3jrhtullrkrm77ypskxr88ch3apfp30pkewe6wv569fsk7kkn0',
    })
  })
})

describe('a recipient', () => {
  test('is what an age key gives', async () => {
    const { recipient } = await generateIdentity()
    expect(ageSealing.isRecipient(recipient)).toBe(true)
  })

  test('is nothing else', async () => {
    const { identity, recipient } = await generateIdentity()
    const last = recipient.endsWith('q') ? 'p' : 'q'
    const others = [
      '',
      'age1',
      identity,
      ` ${recipient}`,
      `${recipient}\n`,
      recipient.toUpperCase(),
      recipient.slice(0, -1) + last,
      `${recipient}q`,
      `age1pq1${'q'.repeat(55)}`,
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDIYTlRXXGqWSDAYcVGSQbIWCpWBoz08dzBqWs0cGhPQ',
    ]
    expect(others.filter((text) => ageSealing.isRecipient(text))).toEqual([])
  })
})

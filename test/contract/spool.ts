import fc from 'fast-check'
import type { OpenSpool, Spool } from '../../src/application/ports/spool'

export async function* each(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces
}

export async function gathered(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of source) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** What every adapter of `OpenSpool` keeps. */
export function spoolContract(adapter: string, open: OpenSpool): void {
  const never = new AbortController().signal

  async function withSpool(use: (spool: Spool) => Promise<void>): Promise<void> {
    const spool = await open()
    try {
      await use(spool)
    } finally {
      await spool.discard()
    }
  }

  describe(`${adapter} as Spool`, () => {
    test('gives back what it took', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5_000 }), { maxLength: 8 }), (pieces) =>
          withSpool(async (spool) => {
            await spool.fill(each(...pieces), never)
            expect(await gathered(spool.drain())).toEqual(Buffer.concat(pieces))
          }),
        ),
        { numRuns: 50 },
      )
    })

    test('takes more than it holds in memory at a time', () =>
      withSpool(async (spool) => {
        const piece = Buffer.alloc(700_000, 'abcdefg')
        await spool.fill(each(...Array.from({ length: 10 }, () => piece)), never)
        const back = await gathered(spool.drain())
        expect(back.equals(Buffer.alloc(7_000_000, 'abcdefg'))).toBe(true)
      }))

    test('is filled once and drained once', () =>
      withSpool(async (spool) => {
        await expect(gathered(spool.drain())).rejects.toThrow()
        await spool.fill(each(Buffer.from('a')), never)
        await expect(spool.fill(each(), never)).rejects.toThrow()
        await gathered(spool.drain())
        await expect(gathered(spool.drain())).rejects.toThrow()
      }))

    test("rejects with the source's error, and is not drained then", () =>
      withSpool(async (spool) => {
        const fault = new Error('the client is gone')
        async function* broken() {
          yield Buffer.from('a')
          throw fault
        }
        await expect(spool.fill(broken(), never)).rejects.toBe(fault)
        await expect(gathered(spool.drain())).rejects.toThrow()
      }))

    test("rejects with the signal's reason, also while the source is silent", () =>
      withSpool(async (spool) => {
        const abort = new AbortController()
        const reason = new Error('too slow')
        let asked = () => {}
        const silence = new Promise<void>((resolve) => {
          asked = resolve
        })
        const silent: AsyncIterable<Uint8Array> = {
          [Symbol.asyncIterator]: () => ({
            next() {
              asked()
              return new Promise<never>(() => {})
            },
          }),
        }
        const filling = spool.fill(silent, abort.signal)
        await silence
        abort.abort(reason)
        await expect(filling).rejects.toBe(reason)
      }))

    test('takes nothing once the signal has aborted', () =>
      withSpool(async (spool) => {
        const reason = new Error('gone')
        await expect(spool.fill(each(Buffer.from('a')), AbortSignal.abort(reason))).rejects.toBe(reason)
      }))

    test('lets go of its source when it is aborted', () =>
      withSpool(async (spool) => {
        const abort = new AbortController()
        let released = false
        async function* endless() {
          try {
            for (;;) {
              yield Buffer.alloc(1_000)
              abort.abort(new Error('gone'))
            }
          } finally {
            released = true
          }
        }
        await expect(spool.fill(endless(), abort.signal)).rejects.toThrow('gone')
        expect(released).toBe(true)
      }))

    test('can be discarded at any time, and again, and holds nothing then', async () => {
      const fresh = await open()
      await fresh.discard()
      await fresh.discard()
      await expect(fresh.fill(each(), never)).rejects.toThrow()

      const full = await open()
      await full.fill(each(Buffer.from('a')), never)
      await full.discard()
      await full.discard()
      await expect(gathered(full.drain())).rejects.toThrow()
    })
  })
}

import { column, planOf } from './plans'
import type { TransformerUnderTest } from './transformer-under-test'

const plan = planOf([column('a')])

/** Sources that fail or hang, callers that lose interest: nothing waits, and the next table is none the worse. */
export function interruptionContract(under: TransformerUnderTest): void {
  const begin = (source: AsyncIterable<Uint8Array>, signal = new AbortController().signal) =>
    under.transformer().transform(plan, source, { output: { path: under.newPath() } }, signal)

  afterEach(async () => {
    expect(await under.answer(plan, 'a\n1\n')).toMatchObject({ outcome: 'transformed', rows: 1 })
  })

  test("rejects with the source's own error", async () => {
    const error = new Error('the socket is gone')
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a\n1\n')
      throw error
    }
    await expect(begin(failing())).rejects.toBe(error)
  })

  test('rejects with the reason of an abort while the source hangs', async () => {
    const abort = new AbortController()
    const reason = new Error('the client has gone')
    const source = hangingAfter('a\n1\n', () => abort.abort(reason))
    await expect(begin(source.chunks, abort.signal)).rejects.toBe(reason)
  })

  test('rejects with the reason of an abort while chunks stream, and lets go of the source', async () => {
    const abort = new AbortController()
    const reason = { any: 'reason' }
    const released = new Promise<void>((resolve) => {
      async function* endless(): AsyncGenerator<Uint8Array> {
        try {
          yield Buffer.from('a\n')
          for (let count = 0; ; count += 1) {
            if (count === 50) abort.abort(reason)
            yield Buffer.from('1\n'.repeat(10_000))
          }
        } finally {
          resolve()
        }
      }
      void expect(begin(endless(), abort.signal)).rejects.toBe(reason)
    })
    await released
  })

  test('rejects at once when it is aborted before it begins, and leaves the source alone', async () => {
    const source = hangingAfter('a\n', () => undefined)
    await expect(begin(source.chunks, AbortSignal.abort('late'))).rejects.toBe('late')
    expect(source.pulled()).toBe(0)
  })

  test('refuses as soon as it knows, though the source hangs', async () => {
    const source = hangingAfter('b\n1\n', () => undefined)
    expect(await begin(source.chunks)).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'header-mismatch' },
    })
  })

  test('never runs far ahead of the table: an endless source is left after a refusal', async () => {
    let pulled = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('b\n')
      for (;;) {
        pulled += 1
        yield Buffer.alloc(64 * 1024, '1\n')
      }
    }
    expect(await begin(endless())).toMatchObject({ outcome: 'refused' })
    expect(pulled).toBeLessThan(100)
  })

  test('transforms several tables at once', async () => {
    const rows = (seed: number) => Array.from({ length: 3_000 }, (_, index) => `${seed}-${index}\n`).join('')
    const outputs = await Promise.all([1, 2, 3, 4].map((seed) => under.transform(plan, `a\n${rows(seed)}`)))
    expect(outputs.map(({ output }) => output)).toEqual([1, 2, 3, 4].map((seed) => `a\n${rows(seed)}`))
  })
}

/** One chunk, then nothing for ever. */
function hangingAfter(text: string, onHang: () => void) {
  let pulls = 0
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    pulls += 1
    if (pulls === 1) return { done: false, value: Buffer.from(text) }
    onHang()
    return new Promise(() => undefined)
  }
  const chunks: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next }) }
  return { chunks, pulled: () => pulls }
}

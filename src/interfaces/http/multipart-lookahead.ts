import { MalformedForm } from './multipart-malformed'

/** A body that is read forwards, with as much of it in view as a question needs. */
export interface Lookahead {
  /** How many bytes have been taken, those of `begin` not counted. */
  taken(): number
  /** The next `length` bytes, left where they are. */
  peek(length: number): Promise<Buffer>
  /** Everything up to `needle`, in pieces; the needle itself is taken too, and not given. */
  until(needle: Buffer): AsyncGenerator<Buffer, void>
  /** The bytes up to and with `needle`, which must not be more than `limit`. */
  through(needle: Buffer, limit: number): Promise<Buffer>
  /** What is left. */
  rest(): AsyncGenerator<Buffer, void>
}

/**
 * `begin` stands before the body. A needle begins with a byte that it does not hold a second time. All but
 * `rest` throw `MalformedForm` where the body ends too early.
 */
export function lookahead(body: AsyncIterable<Buffer>, begin: Buffer): Lookahead {
  const source = body[Symbol.asyncIterator]()
  let view = begin
  let taken = -begin.length

  const more = async (): Promise<boolean> => {
    const next = await source.next()
    if (next.done === true) return false
    view = view.length === 0 ? next.value : Buffer.concat([view, next.value])
    return true
  }
  const mustHaveMore = async (): Promise<void> => {
    if (!(await more())) throw new MalformedForm('The body ends before the closing boundary of its form.')
  }
  const take = (length: number): Buffer => {
    const piece = view.subarray(0, length)
    view = view.subarray(length)
    taken += length
    return piece
  }

  return {
    taken: () => taken,
    async peek(length) {
      while (view.length < length) await mustHaveMore()
      return view.subarray(0, length)
    },
    async *until(needle) {
      for (;;) {
        const at = view.indexOf(needle)
        const piece = take(at === -1 ? view.length - beginningOf(needle, view) : at)
        if (at !== -1) take(needle.length)
        if (piece.length > 0) yield piece
        if (at !== -1) return
        await mustHaveMore()
      }
    },
    async through(needle, limit) {
      for (;;) {
        const at = view.indexOf(needle)
        const length = at === -1 ? view.length : at + needle.length
        if (length > limit) throw new MalformedForm('The headers of a part have no end, or are too long.')
        if (at !== -1) return take(length)
        await mustHaveMore()
      }
    },
    async *rest() {
      do {
        if (view.length > 0) yield take(view.length)
      } while (await more())
    },
  }
}

/** How many of the last bytes of `view` may be the beginning of a needle whose rest has not arrived. */
function beginningOf(needle: Buffer, view: Buffer): number {
  const first = needle[0] ?? 0
  const at = view.lastIndexOf(first)
  const length = view.length - at
  if (at === -1 || length >= needle.length) return 0
  return view.subarray(at).equals(needle.subarray(0, length)) ? length : 0
}

import { ClientGone, type FormRefusal, PartBroken } from '../../application/upload-parts'
import type { Arrival, Ending, FormArrivals } from './form-arrivals'
import { bytesBeforeToken } from './form-upload-rules'
import { chunksOf, StreamCut } from './multipart-chunks'

type FileArrival = Extract<Arrival, { kind: 'file' }>

/** The content of a file as its reader sees it. */
export interface BoundedContent {
  readonly content: AsyncIterable<Buffer>
  /** Reads on to the content's end, when its reader has left it. `null`: all of it was within the limit. */
  finish(): Promise<FormRefusal | null>
}

/** One byte more than `limit` ends the form. */
export function boundedContent(
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  limit: number,
  arrivals: FormArrivals,
): BoundedContent {
  const tooLarge: FormRefusal = { code: 'upload-too-large', limit }
  let bytes = 0

  const read = async function* (): AsyncGenerator<Buffer, void> {
    try {
      for await (const chunk of chunks) {
        bytes += chunk.length
        if (bytes > limit) arrivals.end({ how: 'refused', refusal: tooLarge })
        if (bytes > limit || arrivals.ending()?.how === 'gone') throw new StreamCut('not wanted any more')
        yield chunk
      }
    } catch (fault) {
      throw fault instanceof StreamCut ? reasonOf(await arrivals.ended) : fault
    }
  }

  const reading = read()
  return {
    // Without `return`: a reader that leaves must not end what `finish` reads on.
    content: { [Symbol.asyncIterator]: () => ({ next: () => reading.next() }) },
    async finish() {
      try {
        let step = await reading.next()
        while (step.done !== true) step = await reading.next()
      } catch (fault) {
        // Whatever broke it off is told by the form's end.
        if (!(fault instanceof PartBroken || fault instanceof ClientGone)) throw fault
      }
      return bytes > limit ? tooLarge : null
    },
  }
}

/** A file that came before the token. */
export interface HeldFile {
  readonly part: FileArrival['part']
  readonly chunks: readonly Buffer[]
}

/** A file that broke off, or became too much, is followed by the form's end. */
export async function hold(
  file: FileArrival,
  arrivals: FormArrivals,
  held: readonly HeldFile[],
): Promise<HeldFile> {
  const chunks: Buffer[] = []
  let bytes = held.flatMap((other) => other.chunks).reduce((sum, chunk) => sum + chunk.length, 0)
  try {
    for await (const chunk of chunksOf(file.content)) {
      bytes += chunk.length
      if (bytes > bytesBeforeToken) {
        arrivals.end({ how: 'refused', refusal: { code: 'token-must-come-first' } })
        break
      }
      chunks.push(chunk)
    }
  } catch (fault) {
    if (!(fault instanceof StreamCut)) throw fault
  }
  return { part: file.part, chunks }
}

/** What a reader is told of a form that ended before its time. */
export function reasonOf(ending: Ending): unknown {
  switch (ending.how) {
    case 'gone':
      return new ClientGone('the client is gone, or is answered by someone else')
    case 'fault':
      return ending.fault
    case 'refused':
    case 'whole':
      return new PartBroken('the content ended before its time')
  }
}

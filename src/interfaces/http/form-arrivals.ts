import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { FormRefusal } from '../../application/upload-parts'
import { mailbox } from './form-mailbox'
import { boundaryOf } from './form-request'
import { uploadFormRules } from './form-upload-rules'
import { parseMultipart } from './multipart'
import { chunksOf, StreamCut } from './multipart-chunks'
import { MalformedForm } from './multipart-malformed'
import { type UploadPatience, uploadPace } from './upload-pace'
import { clocked } from './waiting-clock'

/** How the reading of a form ended. `whole` is said of a form only when the parser and the request both ended well. */
export type Ending =
  | { readonly how: 'whole' }
  | { readonly how: 'refused'; readonly refusal: FormRefusal }
  | { readonly how: 'gone' }
  | { readonly how: 'fault'; readonly fault: unknown }

export type Arrival =
  | { readonly kind: 'token'; readonly value: string }
  | { readonly kind: 'file'; readonly part: 'file_csv' | 'file_def'; readonly content: Readable }
  | { readonly kind: 'end'; readonly ending: Ending }

/** The accepted parts of an upload in the order of its body, and its end as the last. */
export interface FormArrivals {
  /** Begins to read the body when it is called first. */
  next(): Promise<Arrival>
  /** Stops reading, and lets go of the request. Only the first reason counts: what breaks later breaks because of it. */
  end(reason: Ending): void
  /** `null`: it hasn't ended. */
  ending(): Ending | null
  readonly ended: Promise<Ending>
}

/** A client that is too slow by `patience` is refused; without one it is waited for. */
export function receiveUploadForm(request: IncomingMessage, patience?: UploadPatience): FormArrivals {
  const stopping = new AbortController()
  const arrivals = mailbox<Arrival>()
  let ending: Ending | null = null
  let tellEnded: (reason: Ending) => void = () => {}
  const ended = new Promise<Ending>((resolve) => {
    tellEnded = resolve
  })

  const end = (reason: Ending): void => {
    if (ending !== null) return
    ending = reason
    arrivals.put({ kind: 'end', ending })
    tellEnded(ending)
    request.off('close', closed)
    stopping.abort()
  }
  // A client that leaves while nothing is asked of it is noticed here; otherwise its streams would wait for ever.
  const closed = (): void => {
    if (!request.readableEnded) end({ how: 'gone' })
  }

  let begun = false
  return {
    next() {
      if (!begun && ending === null) {
        begun = true
        request.on('close', closed)
        void parseUpload(request, patience, stopping.signal, (arrival) => {
          if (arrival.kind === 'end') end(arrival.ending)
          else arrivals.put(arrival)
        })
      }
      return arrivals.take()
    },
    end,
    ending: () => ending,
    ended,
  }
}

/** Never rejects: every end is an arrival. */
async function parseUpload(
  request: IncomingMessage,
  patience: UploadPatience | undefined,
  signal: AbortSignal,
  arrive: (arrival: Arrival) => void,
): Promise<void> {
  const rules = uploadFormRules()
  const end = (ending: Ending) => arrive({ kind: 'end', ending })
  const refuse = (refusal: FormRefusal) => end({ how: 'refused', refusal })
  const pace = patience && uploadPace(patience, refuse)
  const chunks = chunksOf(request, signal)
  const body = pace ? clocked(chunks, pace, pace.received) : chunks
  try {
    const boundary = boundaryOf(request)
    if (boundary === null) throw new MalformedForm('The Content-Type has no boundary that can be used.')
    const listener = {
      field(headers, value, position) {
        const part = rules.field(headers, position)
        if (part !== 'token') return refuse(part)
        pace?.tokenRead()
        arrive({ kind: 'token', value: value.trim() })
      },
      file(headers, content) {
        const part = rules.file(headers)
        if (typeof part === 'string') arrive({ kind: 'file', part, content })
        else refuse(part)
      },
    } satisfies Parameters<typeof parseMultipart>[2]
    await parseMultipart(body, boundary, listener, signal)
    const missing = rules.missing()
    if (missing !== null) refuse(missing)
    else end({ how: request.complete ? 'whole' : 'gone' })
  } catch (fault) {
    if (fault instanceof StreamCut) end({ how: 'gone' })
    else if (fault instanceof MalformedForm) refuse({ code: 'multipart-invalid', detail: fault.message })
    else end({ how: 'fault', fault })
  }
}

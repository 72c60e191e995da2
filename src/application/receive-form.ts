import { limitedTable } from './limited-table'
import type { OpenSpool, Spool } from './ports/spool'
import { type FormRefusal, PartBroken, type UploadPart } from './upload-parts'

/** The form of an upload behind its token, in one shape for both orders of its files. */
export interface ReceivedForm {
  readonly definition: Uint8Array
  /** The bytes of the table, once. Throws what broke it off. */
  readonly table: AsyncIterable<Uint8Array>
  /** What the rest of the form says, after the table was read or has broken off; `null`: all is well. */
  finish(): Promise<FormRefusal | null>
  discard(): Promise<void>
}

export type FormReading =
  | { readonly outcome: 'received'; readonly form: ReceivedForm }
  | { readonly outcome: 'refused'; readonly refusal: FormRefusal | DefinitionTooLarge }

export interface DefinitionTooLarge {
  readonly code: 'definition-too-large'
  readonly limit: number
}

/** The manual's definitions are a few kilobytes. */
export const maxDefinitionBytes = 4 * 1024 * 1024

const refused = (refusal: FormRefusal | DefinitionTooLarge): FormReading => ({ outcome: 'refused', refusal })

/**
 * Reads the form up to the point where the table can be worked on. With the manual's order, table first, the
 * table waits in the spool until the definition is known; the other way round it is read as it arrives. A table
 * of more bytes than `maxTableBytes` throws `TableTooLarge` where it is read.
 */
export async function receiveForm(
  parts: AsyncIterator<UploadPart>,
  openSpool: OpenSpool,
  maxTableBytes: number,
  signal: AbortSignal,
): Promise<FormReading> {
  const first = await nextPart(parts)
  if (first.part === 'refused') return refused(first.refusal)
  if (first.part === 'file_csv') {
    return receiveTableFirst(limitedTable(first.content, maxTableBytes), parts, openSpool, signal)
  }

  const definition = await readDefinition(first.content, parts)
  if (!(definition instanceof Uint8Array)) return refused(definition)
  const second = await nextPart(parts)
  if (second.part === 'refused') return refused(second.refusal)
  return {
    outcome: 'received',
    form: {
      definition,
      table: limitedTable(second.content, maxTableBytes),
      finish: () => endOfForm(parts),
      discard: async () => {},
    },
  }
}

async function receiveTableFirst(
  table: AsyncIterable<Uint8Array>,
  parts: AsyncIterator<UploadPart>,
  openSpool: OpenSpool,
  signal: AbortSignal,
): Promise<FormReading> {
  const spool = await openSpool()
  const reading = await spoolAndReadDefinition(spool, table, parts, signal).catch(async (fault) => {
    await spool.discard()
    throw fault
  })
  if (reading instanceof Uint8Array) {
    return {
      outcome: 'received',
      form: {
        definition: reading,
        table: spool.drain(),
        finish: async () => null,
        discard: () => spool.discard(),
      },
    }
  }
  await spool.discard()
  return refused(reading)
}

async function spoolAndReadDefinition(
  spool: Spool,
  table: AsyncIterable<Uint8Array>,
  parts: AsyncIterator<UploadPart>,
  signal: AbortSignal,
): Promise<Uint8Array | FormRefusal | DefinitionTooLarge> {
  const broken = await untilBroken(() => spool.fill(table, signal))
  if (broken) return reasonOfBreak(parts)
  const second = await nextPart(parts)
  if (second.part === 'refused') return second.refusal
  const definition = await readDefinition(second.content, parts)
  if (!(definition instanceof Uint8Array)) return definition
  return (await endOfForm(parts)) ?? definition
}

async function readDefinition(
  content: AsyncIterable<Uint8Array>,
  parts: AsyncIterator<UploadPart>,
): Promise<Uint8Array | FormRefusal | DefinitionTooLarge> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  let tooLarge = false
  const broken = await untilBroken(async () => {
    for await (const chunk of content) {
      bytes += chunk.byteLength
      tooLarge = bytes > maxDefinitionBytes
      if (tooLarge) return
      chunks.push(chunk)
    }
  })
  if (broken) return reasonOfBreak(parts)
  if (tooLarge) return { code: 'definition-too-large', limit: maxDefinitionBytes }
  return Buffer.concat(chunks)
}

async function untilBroken(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return false
  } catch (fault) {
    if (fault instanceof PartBroken) return true
    throw fault
  }
}

type FilePart = Exclude<UploadPart, { part: 'token' }>

/** The reader of the form says itself what is missing; that it ends too early without a word is a fault. */
async function nextPart(parts: AsyncIterator<UploadPart>): Promise<FilePart> {
  const next = await parts.next()
  if (next.done === true || next.value.part === 'token') throw new Error('the form ended without its files')
  return next.value
}

async function endOfForm(parts: AsyncIterator<UploadPart>): Promise<FormRefusal | null> {
  const next = await parts.next()
  if (next.done === true) return null
  if (next.value.part === 'refused') return next.value.refusal
  throw new Error('the form went on behind its last part')
}

async function reasonOfBreak(parts: AsyncIterator<UploadPart>): Promise<FormRefusal> {
  const refusal = await endOfForm(parts)
  if (refusal === null) throw new Error('a part broke off and the form ended well')
  return refusal
}

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { TableTransformer, TransformResult } from '../../../src/application/ports/table-transformer'
import type { TransformationPlan } from '../../../src/domain/deidentification/plan'

export interface MadeTransformer {
  readonly transformer: TableTransformer
  /** Of 32 bytes; the adapter derives its project keys from it. */
  readonly masterKey: Uint8Array
  close(): Promise<void>
}

export interface Transformed {
  readonly result: TransformResult
  /** What lies at the output's path, opened if it was sealed. */
  readonly output: string
  /** Opened; `null` where none was asked for. */
  readonly keyfile: string | null
  /** The files as they lie on disk. */
  readonly stored: { readonly output: Buffer; readonly keyfile: Buffer | null }
}

export interface TransformRequest {
  readonly withKeyfile?: boolean
  readonly sealed?: boolean
  readonly signal?: AbortSignal
}

export type Source = string | Uint8Array | AsyncIterable<Uint8Array>

export interface TransformerUnderTest {
  /** Transforms into new files and reads what came of it. */
  transform(plan: TransformationPlan, source: Source, request?: TransformRequest): Promise<Transformed>
  /** Only the answer. */
  answer(plan: TransformationPlan, source: Source, request?: TransformRequest): Promise<TransformResult>
  transformer(): TableTransformer
  masterKey(): Uint8Array
  newPath(): string
}

/** One transformer and one temporary directory for the whole suite; each transformation has new paths. */
export function transformerUnderTest(make: () => Promise<MadeTransformer>): TransformerUnderTest {
  let made: MadeTransformer
  let directory = ''
  let identity = ''
  let recipient = ''
  let paths = 0

  beforeAll(async () => {
    made = await make()
    directory = await mkdtemp(path.join(tmpdir(), 'transformer-'))
    identity = await generateX25519Identity()
    recipient = await identityToRecipient(identity)
  })

  afterAll(async () => {
    await made.close()
    await rm(directory, { recursive: true })
  })

  const newPath = (): string => {
    paths += 1
    return path.join(directory, String(paths))
  }

  const opened = (sealed: Uint8Array): Promise<string> => {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    return decrypter.decrypt(sealed, 'text')
  }

  const run = async (plan: TransformationPlan, source: Source, request: TransformRequest) => {
    const target = {
      output: { path: newPath(), ...(request.sealed ? { sealedTo: recipient } : {}) },
      ...(request.withKeyfile ? { keyfile: { path: newPath(), recipient } } : {}),
    }
    const signal = request.signal ?? new AbortController().signal
    return { target, result: await made.transformer.transform(plan, chunksOf(source), target, signal) }
  }

  return {
    async transform(plan, source, request = {}) {
      const { target, result } = await run(plan, source, request)
      const output = await readFile(target.output.path)
      const keyfile = target.keyfile === undefined ? null : await readFile(target.keyfile.path)
      const finished = result.outcome === 'transformed'
      return {
        result,
        output: request.sealed && finished ? await opened(output) : output.toString(),
        keyfile: keyfile === null || !finished ? null : await opened(keyfile),
        stored: { output, keyfile },
      }
    },
    answer: async (plan, source, request = {}) => (await run(plan, source, request)).result,
    transformer: () => made.transformer,
    masterKey: () => made.masterKey,
    newPath,
  }
}

async function* chunksOf(source: Source): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') yield Buffer.from(source)
  else if (source instanceof Uint8Array) yield source
  else yield* source
}

/** The bytes in pieces that end at these offsets, and the rest; each is scribbled over once it is used. */
export async function* cutAt(bytes: Uint8Array, offsets: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const to of [...offsets, bytes.length]) {
    const piece = Uint8Array.from(bytes.subarray(from, to))
    yield piece
    piece.fill(0x2a)
    from = to
  }
}

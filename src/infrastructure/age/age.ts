import { hkdfSync } from 'node:crypto'
import { ReadableStream, TransformStream, WritableStream } from 'node:stream/web'
import { bech32 } from '@scure/base'
import type { Decrypter, Encrypter } from 'age-encryption'
import type { Sealing } from '../../application/ports/sealing'

/**
 * Loaded when it is needed: it is the largest of all libraries here, and most starts seal nothing. At once, since a
 * thread that is ended while an `import()` is under way leaves the files of the library open in the process.
 */
const age = (): typeof import('age-encryption') => require('age-encryption')

/** An age file in the making. A write settles when there is room for the next one. */
export interface AgeWriter {
  /** Takes a copy: the buffer may be used again at once. Rejects with whatever `write` threw. */
  write(clear: Uint8Array): Promise<void>
  /** Seals the end. Without it the file can't be opened as a whole. */
  close(): Promise<void>
}

/**
 * Encrypts to an age recipient as the clear bytes come, in bounded memory, and hands every piece of the file to
 * `write` in order. Rejects where `recipient` is none.
 */
export async function ageWriter(recipient: string, write: (sealed: Uint8Array) => void): Promise<AgeWriter> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const file = await (await encrypterTo(recipient)).encrypt(readable)
  const written = file.pipeTo(new WritableStream<Uint8Array>({ write }))
  // A failure reaches the caller by the next write or close, which the broken pipe rejects with its reason.
  written.catch(() => undefined)
  const clearEnd = writable.getWriter()
  clearEnd.closed.catch(() => undefined)
  return {
    write: (clear) => clearEnd.write(new Uint8Array(clear)),
    async close() {
      await clearEnd.close()
      await written
    },
  }
}

/** A fresh age key, `AGE-SECRET-KEY-1…`, and the recipient that others write to. */
export async function generateIdentity(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = age()
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** The recipient of an age identity as text. Rejects where it is none. */
export async function recipientOf(identity: string): Promise<string> {
  const { identityToRecipient } = age()
  return identityToRecipient(identity)
}

export const ageSealing: Sealing = {
  isRecipient(text) {
    const decoded = x25519Recipient.test(text) ? bech32.decodeUnsafe(text) : undefined
    return decoded !== undefined && bech32.fromWordsUnsafe(decoded.words) !== undefined
  },

  async keysOfToken(tokenId, secret) {
    const scalar = hkdfSync('sha256', secret, '', `aperture/result/v1/${tokenId}`, 32)
    const identity = bech32.encodeFromBytes('age-secret-key-', new Uint8Array(scalar)).toUpperCase()
    return { identity, recipient: await recipientOf(identity) }
  },

  async sealText(recipient, text) {
    return (await encrypterTo(recipient)).encrypt(text)
  },

  async openText(identity, sealed) {
    return (await decrypterWith(identity)).decrypt(sealed, 'text')
  },

  async *open(identity, sealed) {
    const source = sealed[Symbol.asyncIterator]()
    try {
      yield* await (await decrypterWith(identity)).decrypt(streamOf(source))
    } finally {
      await source.return?.()
    }
  },
}

/** One key of the kind that every age client has; the library takes others too. */
const x25519Recipient = /^age1[02-9ac-hj-np-z]{58}$/

async function encrypterTo(recipient: string): Promise<Encrypter> {
  const { Encrypter } = age()
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return encrypter
}

async function decrypterWith(identity: string): Promise<Decrypter> {
  const { Decrypter } = age()
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter
}

const streamOf = (source: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await source.next()
        if (next.done === true) controller.close()
        else controller.enqueue(next.value)
      },
    },
    { highWaterMark: 0 },
  )

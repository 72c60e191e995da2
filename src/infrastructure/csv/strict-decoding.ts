import type { TextEncoding } from './text-encoding'

export interface DecodedChunk {
  /** Whole and valid characters, as the file's bytes. */
  readonly valid: Uint8Array
  /** Whether what follows them is no character: the end of what can be read. */
  readonly invalid: boolean
}

export interface StrictDecoder {
  push(chunk: Uint8Array): DecodedChunk
  end(): DecodedChunk
}

const byteOrderMark = Buffer.from('\ufeff')
const nothing = new Uint8Array()

/**
 * Lets valid bytes through, character by character whatever the chunks, and stops before the first that are
 * not. Nothing is ever replaced: two people with broken names would get one pseudonym. A byte-order mark at
 * the beginning is dropped.
 */
export function strictDecoder(encoding: TextEncoding): StrictDecoder {
  let unfinished: Uint8Array = nothing
  let begun = false

  const withoutMark = (bytes: Uint8Array): Uint8Array => {
    if (begun || bytes.length === 0) return bytes
    begun = true
    const mark = encoding.bytesOf('\ufeff')
    return mark.length > 0 && byteOrderMark.equals(bytes.subarray(0, 3)) ? bytes.subarray(3) : bytes
  }

  return {
    push(chunk) {
      const bytes = unfinished.length === 0 ? chunk : Buffer.concat([unfinished, chunk])
      const whole = encoding.wholeCharacters(bytes)
      unfinished = new Uint8Array(bytes.subarray(whole))
      const characters = bytes.subarray(0, whole)
      const invalidAt = encoding.firstInvalid(characters)
      return {
        valid: withoutMark(invalidAt === null ? characters : characters.subarray(0, invalidAt)),
        invalid: invalidAt !== null,
      }
    },

    end: () => ({ valid: nothing, invalid: unfinished.length > 0 }),
  }
}

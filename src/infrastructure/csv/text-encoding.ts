import { isAscii, isUtf8 } from 'node:buffer'
import type { EncodingName } from '../../domain/deidentification/dialect'
import { byteTable, unassigned } from './single-byte-encodings'

/** How characters lie in the bytes of a file. Every encoding here is ASCII below 0x80. */
export interface TextEncoding {
  /** The longest beginning that holds whole characters only; short of the end where a character is unfinished. */
  wholeCharacters(bytes: Uint8Array): number
  /** Where the first byte sequence stands that is no character; `null`: there is none. For whole characters. */
  firstInvalid(bytes: Uint8Array): number | null
  /** Valid bytes of the file as UTF-8; the same bytes where they are that already. */
  toUtf8(bytes: Uint8Array): Uint8Array
  /** The bytes of one character in the file; empty where the encoding has no such character. */
  bytesOf(character: string): Uint8Array
}

export const textEncoding = (name: EncodingName): TextEncoding =>
  name === 'UTF8' ? utf8 : singleByte(byteTable(name))

/** How many bytes a UTF-8 sequence that begins with this byte must have; 0 where none can begin so. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc2) return 0
  if (first < 0xe0) return 2
  if (first < 0xf0) return 3
  return first < 0xf5 ? 4 : 0
}

const utf8: TextEncoding = {
  wholeCharacters(bytes) {
    for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
      const length = sequenceLength(bytes[bytes.length - back] ?? 0)
      if (length > back) return bytes.length - back
      if (length > 0) break
    }
    return bytes.length
  },

  firstInvalid(bytes) {
    if (isUtf8(bytes)) return null
    let at = 0
    for (;;) {
      const length = sequenceLength(bytes[at] ?? 0)
      if (length === 0 || !isUtf8(bytes.subarray(at, at + length))) return at
      at += length
    }
  },

  toUtf8: (bytes) => bytes,

  bytesOf: (character) => Buffer.from(character),
}

const singleByte = (table: Uint16Array): TextEncoding => {
  const unitOf = (byte: number): number => table[byte] ?? unassigned
  return {
    wholeCharacters: (bytes) => bytes.length,

    firstInvalid(bytes) {
      const at = isAscii(bytes) ? -1 : bytes.findIndex((byte) => unitOf(byte) === unassigned)
      return at < 0 ? null : at
    },

    toUtf8(bytes) {
      if (isAscii(bytes)) return bytes
      const encoded = Buffer.allocUnsafe(bytes.length * 3)
      let length = 0
      for (const byte of bytes) length += writeUtf8(encoded, length, unitOf(byte))
      return encoded.subarray(0, length)
    },

    bytesOf(character) {
      const byte = table.indexOf(character.charCodeAt(0))
      return byte < 0 || character.length !== 1 ? new Uint8Array() : Uint8Array.of(byte)
    },
  }
}

/** Writes one character of the basic plane, returns its length. */
function writeUtf8(target: Uint8Array, at: number, unit: number): number {
  if (unit < 0x80) {
    target[at] = unit
    return 1
  }
  if (unit < 0x800) {
    target[at] = 0xc0 | (unit >>> 6)
    target[at + 1] = 0x80 | (unit & 0x3f)
    return 2
  }
  target[at] = 0xe0 | (unit >>> 12)
  target[at + 1] = 0x80 | ((unit >>> 6) & 0x3f)
  target[at + 2] = 0x80 | (unit & 0x3f)
  return 3
}

import { growingBytes } from './growing-bytes'

/** What ends the reading, by its name in the answer. */
export type FramingRule = 'encoding' | 'nul' | 'line-end' | 'record-too-long'

/** Whole records, with their line ends. Valid until the next call. */
export interface RecordBatch {
  readonly bytes: Uint8Array
  /** Where each record begins in `bytes`. */
  readonly starts: readonly number[]
  /** On which line of the file each record begins. */
  readonly lines: readonly number[]
}

/** The record that could not be read to its end. */
export interface BrokenRecord {
  /** `unclosed`: the file ended inside a quoted value. */
  readonly rule: FramingRule | 'unclosed'
  readonly line: number
  /** The record's bytes before the first one that is wrong. */
  readonly before: Uint8Array
}

export interface Framed {
  readonly batch: RecordBatch
  readonly broken: BrokenRecord | null
}

export interface RecordFraming {
  /** `invalid`: what follows these bytes in the file can't be decoded. */
  push(bytes: Uint8Array, invalid: boolean): Framed
  /** `invalid`: the file ends in an unfinished character. */
  end(invalid: boolean): Framed
  /** `\n` until the file shows another. */
  lineEnd(): '\n' | '\r\n'
}

const nul = 0x00
const lf = 0x0a
const cr = 0x0d

/**
 * Finds where records begin and end, ahead of the parser that splits them: by the parity of qualifiers, which
 * is exact up to the first malformed quote, and the parser reports that one. Works on the file's own bytes,
 * since a record's length is counted in them.
 */
export function recordFraming(qualifier: Uint8Array, maxRecordBytes: number): RecordFraming {
  const buffer = growingBytes()
  const special = new Uint8Array(256)
  for (const byte of [nul, lf, cr, ...qualifier.subarray(0, 1)]) special[byte] = 1

  let kind: '\n' | '\r\n' | null = null
  let scanned = 0
  let quoted = false
  let line = 1
  let starts: number[] = []
  let lines: number[] = []
  /** The record being scanned. */
  let start = 0
  let startLine = 1

  const endRecord = (lineEnd: '\n' | '\r\n' | null, length: number): void => {
    kind = lineEnd
    starts.push(start)
    lines.push(startLine)
    start = scanned + length
    startLine = line
  }

  /** Looks at one special byte; `null`: all is well, and `scanned` has moved on. */
  const step = (bytes: Uint8Array, byte: number): FramingRule | 'more' | null => {
    const within = scanned - start < maxRecordBytes
    if (byte === nul) return 'nul'
    if (!quoted && byte === cr) {
      if (scanned + 1 === bytes.length) return 'more'
      if (kind === '\n' || bytes[scanned + 1] !== lf) return 'line-end'
      line += 1
      endRecord('\r\n', 2)
      scanned += 2
      return null
    }
    if (!quoted && byte === lf) {
      if (kind === '\r\n') return 'line-end'
      line += 1
      endRecord('\n', 1)
    } else if (!within) return 'record-too-long'
    else if (byte === lf) line += 1
    else if (isAt(bytes, scanned, qualifier)) quoted = !quoted
    scanned += 1
    return null
  }

  const scan = (bytes: Uint8Array): FramingRule | null => {
    while (scanned < bytes.length) {
      const byte = bytes[scanned] ?? nul
      if (special[byte] === 0) {
        scanned += 1
        continue
      }
      if (scanned - start > maxRecordBytes) break
      const found = step(bytes, byte)
      if (found === 'more') return null
      if (found !== null) return found
    }
    return scanned - start > maxRecordBytes ? tooLong() : null
  }

  const tooLong = (): FramingRule => {
    scanned = start + maxRecordBytes
    return 'record-too-long'
  }

  /** Hands out the whole records, and with `rule` what ended the reading. */
  const take = (rule: FramingRule | 'unclosed' | null): Framed => {
    const bytes = buffer.bytes()
    const framed = {
      batch: { bytes: bytes.subarray(0, start), starts, lines },
      broken: rule === null ? null : { rule, line: startLine, before: bytes.subarray(start, scanned) },
    }
    buffer.drop(start)
    scanned -= start
    start = 0
    starts = []
    lines = []
    return framed
  }

  /** A carriage return that waited for its line feed has none. */
  const loneReturn = (): boolean => scanned < buffer.bytes().length

  return {
    push(bytes, invalid) {
      buffer.append(bytes)
      const found = scan(buffer.bytes())
      if (found !== null || !invalid) return take(found)
      return take(loneReturn() ? 'line-end' : 'encoding')
    },

    end(invalid) {
      if (loneReturn()) return take('line-end')
      if (invalid) return take('encoding')
      if (quoted) return take('unclosed')
      if (scanned > start) endRecord(kind, 0)
      return take(null)
    },

    lineEnd: () => kind ?? '\n',
  }
}

const isAt = (bytes: Uint8Array, at: number, character: Uint8Array): boolean =>
  character.every((byte, index) => bytes[at + index] === byte)

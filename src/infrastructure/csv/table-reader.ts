import type { TransformationPlan } from '../../domain/deidentification/plan'
import { type BrokenRecord, type Framed, type FramingRule, recordFraming } from './record-framing'
import { recordSplitter, type Values } from './record-splitting'
import { strictDecoder } from './strict-decoding'
import { textEncoding } from './text-encoding'

export interface TableRecord {
  /** Where it begins; the file's first line is 1. */
  readonly line: number
  readonly values: Values
}

/** What ended the reading, in the record after those that were read. */
export interface ReadingFault {
  readonly rule: FramingRule | 'quote'
  readonly line: number
  /** Index of the value that it lies in; `null` where it belongs to no one value. */
  readonly column: number | null
}

export interface ReadTable {
  /** Headers are records too. */
  readonly records: readonly TableRecord[]
  readonly fault: ReadingFault | null
}

export interface TableReader {
  push(chunk: Uint8Array): ReadTable
  end(): ReadTable
}

/**
 * Reads a table strictly, in chunks of any size: bytes to characters, to records, to values. Of several faults
 * the first in the file is told; at one and the same byte: encoding, NUL, line end, length.
 */
export function tableReader({
  dialect,
  limits,
}: Pick<TransformationPlan, 'dialect' | 'limits'>): TableReader {
  const encoding = textEncoding(dialect.encoding)
  const decoder = strictDecoder(encoding)
  const framing = recordFraming(encoding.bytesOf(dialect.qualifier), limits.maxRecordBytes)
  const splitter = recordSplitter(dialect)

  const inUtf8 = (bytes: Uint8Array): Buffer => asBuffer(encoding.toUtf8(bytes))

  const read = ({ batch, broken }: Framed): ReadTable => {
    const { bytes, starts, lines } = batch
    const upTo = (record: number): Buffer => inUtf8(bytes.subarray(0, starts[record]))
    const split = splitter.split(inUtf8(bytes), framing.lineEnd(), upTo)
    const records = split.records.map((values, index) => ({ line: lines[index] ?? 0, values }))
    if (split.malformed === null) return { records, fault: broken === null ? null : breakingFault(broken) }
    const { record, column } = split.malformed
    return { records, fault: { rule: 'quote', line: lines[record] ?? 0, column } }
  }

  const breakingFault = ({ rule, line, before }: BrokenRecord): ReadingFault => {
    const whole = before.subarray(0, encoding.wholeCharacters(before))
    const { malformedQuote, column } = splitter.splitBeginning(inUtf8(whole))
    if (malformedQuote || rule === 'unclosed') return { rule: 'quote', line, column }
    return { rule, line, column: rule === 'nul' || rule === 'encoding' ? column : null }
  }

  return {
    push(chunk) {
      const { valid, invalid } = decoder.push(chunk)
      return read(framing.push(valid, invalid))
    },
    end() {
      const { invalid } = decoder.end()
      return read(framing.end(invalid))
    },
  }
}

const asBuffer = ({ buffer, byteOffset, length }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, length)

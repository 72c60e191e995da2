import { decode } from 'iconv-lite'
import type { EncodingName } from '../../domain/deidentification/dialect'

export type SingleByteEncoding = Exclude<EncodingName, 'UTF8'>

/** What a byte that PostgreSQL leaves unassigned is decoded to; no assigned byte is. */
export const unassigned = 0xfffd

const iconvNames = {
  LATIN1: 'iso88591',
  LATIN2: 'iso88592',
  LATIN3: 'iso88593',
  LATIN4: 'iso88594',
  LATIN5: 'iso88599',
  LATIN6: 'iso885910',
  LATIN7: 'iso885913',
  LATIN8: 'iso885914',
  LATIN9: 'iso885915',
  LATIN10: 'iso885916',
  ISO_8859_5: 'iso88595',
  ISO_8859_6: 'iso88596',
  ISO_8859_7: 'iso88597',
  ISO_8859_8: 'iso88598',
  WIN1250: 'win1250',
  WIN1251: 'win1251',
  WIN1252: 'win1252',
  WIN1253: 'win1253',
  WIN1254: 'win1254',
  WIN1255: 'win1255',
  WIN1256: 'win1256',
  WIN1257: 'win1257',
  WIN1258: 'win1258',
  WIN866: 'cp866',
  WIN874: 'win874',
  KOI8R: 'koi8r',
  KOI8U: 'koi8u',
} as const satisfies Record<SingleByteEncoding, string>

/** The one byte of all that PostgreSQL 15 leaves unassigned and iconv-lite does not. */
const refusedByPostgres: Partial<Record<SingleByteEncoding, number>> = { WIN1255: 0xca }

/** The UTF-16 unit of each byte; all of them are ASCII below 0x80, and none needs a surrogate. */
export function byteTable(encoding: SingleByteEncoding): Uint16Array {
  const table = new Uint16Array(256)
  for (let byte = 0; byte < 256; byte += 1) {
    table[byte] = decode(Uint8Array.of(byte), iconvNames[encoding]).charCodeAt(0)
  }
  const refused = refusedByPostgres[encoding]
  if (refused !== undefined) table[refused] = unassigned
  return table
}

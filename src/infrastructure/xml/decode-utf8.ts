import { isUtf8 } from 'node:buffer'

export type Utf8Text =
  | { readonly outcome: 'decoded'; readonly text: string }
  /** The first line, from 1, that holds a byte sequence that UTF-8 doesn't have. */
  | { readonly outcome: 'invalid'; readonly line: number }

/** Strict UTF-8, without its byte-order mark. */
export function decodeUtf8(bytes: Uint8Array): Utf8Text {
  if (!isUtf8(bytes)) return { outcome: 'invalid', line: firstInvalidLine(bytes) }
  return { outcome: 'decoded', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
}

const lineFeed = 0x0a

/** No sequence of UTF-8 contains the byte of a line feed, so that each line is valid or not by itself. */
function firstInvalidLine(bytes: Uint8Array): number {
  let start = 0
  for (let line = 1; ; line += 1) {
    const at = bytes.indexOf(lineFeed, start)
    const end = at < 0 ? bytes.length : at
    if (at < 0 || !isUtf8(bytes.subarray(start, end))) return line
    start = end + 1
  }
}

import { createHmac, hkdfSync } from 'node:crypto'

/** The manual's rules a second time, as plainly as they can be put, for tests to compare the service with. */

/** A cell; `null` where an unquoted cell says what stands for null. */
export type Cell = string | null

/** The records of a CSV text whose quoted cells hold no line end; header included. */
export const splitCsv = (text: string, delimiter: string, nullText: string): readonly (readonly Cell[])[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const cells: Cell[] = []
      for (let at = 0; at <= line.length; at += 1) {
        const quoted = line[at] === '"'
        const end = quoted ? closingQuote(line, at + 1) + 1 : endOfPlain(line, at, delimiter)
        const raw = line.slice(at, end)
        if (quoted) cells.push(raw.slice(1, -1).replaceAll('""', '"'))
        else cells.push(raw === nullText ? null : raw)
        at = end
      }
      return cells
    })

function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from)
  while (line[at + 1] === '"') at = line.indexOf('"', at + 2)
  return at
}

function endOfPlain(line: string, from: number, delimiter: string): number {
  const at = line.indexOf(delimiter, from)
  return at < 0 ? line.length : at
}

/** The group of `width` that holds a whole number, from 0 on. */
export function wholeGroup(value: Cell, width: number): Cell {
  if (value === null) return null
  const least = Math.floor(Number(value) / width) * width
  return `${least}-${least + width - 1}`
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** The pseudonym of a value, without a label, under the published master key. */
export function plainPseudonym(domain: number, value: Cell): Cell {
  if (value === null) return null
  const masterKey = Uint8Array.from({ length: 32 }, (_, index) => index)
  const key = hkdfSync('sha256', masterKey, '', `aperture/pseudonym/v1/${domain}`, 32)
  const noLabel = Buffer.alloc(4)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(value))
  const input = Buffer.concat([noLabel, length, Buffer.from(value)])
  const digest = createHmac('sha256', Buffer.from(key)).update(input).digest()
  let bits = BigInt(`0x${digest.subarray(0, 16).toString('hex')}`) << 2n
  let text = ''
  for (let digit = 0; digit < 26; digit += 1, bits >>= 5n) text = base32[Number(bits & 31n)] + text
  return `p1${text}`
}

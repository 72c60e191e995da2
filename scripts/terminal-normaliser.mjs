// Makes what commands print the same on every machine.
import { createHash } from 'node:crypto'

const begin = Date.parse('2031-05-17T08:00:00Z')
const quarters = [0, 25, 50, 75, 100]
const shownRate = 16e6

/** A function of one output after the other: the same id is replaced by the same one everywhere. */
export function normaliser(url, shownUrl) {
  const known = new Map()
  let times = 0
  const standIn = (secret, write) => {
    const found = known.get(secret) ?? write(createHash('sha256').update(String(known.size)).digest())
    known.set(secret, found)
    return found
  }
  return (output) =>
    framesOf(output)
      .replaceAll(url, shownUrl)
      .replaceAll(/\b[0-9a-f]{64}\b/g, (digest) => standIn(digest, (bytes) => bytes.toString('hex')))
      .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (id) => standIn(id, asUuid))
      .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, () => new Date(begin + 1_000 * times++).toISOString())
}

function asUuid(bytes) {
  const hex = bytes.toString('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`]
  return [...parts, hex.slice(20, 32)].join('-')
}

/** Of a line that was drawn over and over the frames that reach a quarter, each as a line. */
function framesOf(output) {
  const [before, ...drawn] = output.split('\r')
  if (drawn.length === 0) return output
  const [last, ...after] = drawn[drawn.length - 1].split('\n')
  const frames = [...drawn.slice(0, -1), last].map((frame) => frame.replace('\u001b[K', ''))
  const share = (frame) => Number(/(\d+)%/.exec(frame)?.[1])
  const chosen = quarters.map((quarter) => frames.find((frame) => share(frame) >= quarter))
  // How far an upload comes that is refused early is the machine's.
  if (chosen.at(-1) === undefined) chosen.splice(1)
  const shown = [...new Set(chosen)].filter((frame) => frame !== undefined).map(atShownRate)
  return [before + shown.join('\n'), ...after].join('\n')
}

/** The frame without what depends on the machine, and with what stands for it. */
function atShownRate(frame) {
  const [measured, sent, total] = /^.*%\s+([\d.]+) MB of ([\d.]+) MB/.exec(frame) ?? []
  if (measured === undefined) return frame
  const left = Math.ceil(((total - sent) * 1e6) / shownRate)
  return `${measured}  16.0 MB/s${left === 0 ? '' : `  0:0${left} left`}`
}

/** An upload as far as it has come, in bytes. */
export interface Progress {
  readonly sent: number
  readonly total: number
  /** Bytes per second lately; `null`: too little is known. */
  readonly rate: number | null
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** With three digits, in powers of 1,000. */
export function bytesText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (Math.round(value) >= 1_000 && unit < units.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** `0:07`, `12:34`, `1:02:03`. */
export function durationText(seconds: number): string {
  const whole = Math.ceil(seconds)
  const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60]
  const [hours = 0, minutes = 0, rest = 0] = parts
  const twoDigits = (part: number) => String(part).padStart(2, '0')
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(rest)}` : `${minutes}:${twoDigits(rest)}`
}

const narrowest = 10
const widest = 40

/** One line of at most so many columns; the bar takes what the figures leave, and goes first. */
export function progressLine({ sent, total, rate }: Progress, columns: number): string {
  const share = total === 0 ? 1 : Math.min(1, sent / total)
  const figures = [
    `${String(Math.floor(share * 100)).padStart(3)}%`,
    `${bytesText(sent)} of ${bytesText(total)}`,
    ...(rate === null ? [] : [`${bytesText(rate)}/s`]),
    ...(rate === null || rate === 0 || share === 1 ? [] : [`${durationText((total - sent) / rate)} left`]),
  ].join('  ')
  const width = Math.min(widest, columns - figures.length - 4)
  if (width < narrowest) return figures.slice(0, Math.max(0, columns))
  const filled = Math.floor(share * width)
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${figures}`
}

const lately = 5_000
const leastMs = 100

/** Tells the rate of the last seconds, of samples that are given in their order. */
export function rateMeter(): (elapsedMs: number, sent: number) => number | null {
  const samples: { readonly at: number; readonly sent: number }[] = []
  return (at, sent) => {
    samples.push({ at, sent })
    while (samples.length > 2 && at - (samples[1]?.at ?? at) >= lately) samples.shift()
    const first = samples[0]
    if (first === undefined || at - first.at < leastMs) return null
    return ((sent - first.sent) * 1_000) / (at - first.at)
  }
}

const redrawMs = 200

/** Draws what has been sent, at most once a percent or fifth of a second. */
export function progressBar(
  line: { readonly columns: number; draw(text: string): void },
  total: number,
  elapsed: () => number,
): (sent: number) => void {
  const rateOf = rateMeter()
  let drawn = { percent: -1, at: Number.NEGATIVE_INFINITY }
  return (sent) => {
    const at = elapsed()
    const rate = rateOf(at, sent)
    const percent = total === 0 ? 100 : Math.floor((100 * sent) / total)
    if (percent === drawn.percent && at - drawn.at < redrawMs && sent < total) return
    drawn = { percent, at }
    line.draw(progressLine({ sent, total, rate }, line.columns))
  }
}

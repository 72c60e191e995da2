import type { FormRefusal } from '../../application/upload-parts'
import { type ClientPatience, leastBytesASecond } from './client-patience'
import { type WaitingClock, waitingClock } from './waiting-clock'

export type UploadPatience = Pick<ClientPatience, 'tokenMs' | 'idleMs' | 'uploadMs'>

type TooSlow = Extract<FormRefusal, { code: 'upload-idle' }>

/** Whether an upload comes along, measured in the time in which it is waited for. */
export interface UploadPace extends WaitingClock {
  received(bytes: number): void
  tokenRead(): void
}

/** Of the shortest limit: how late a slow upload may be found out. */
const ticksALimit = 10

/** Tells `tooSlow`, once, of an upload whose token doesn't come, that hardly sends anything, or that has no end. */
export function uploadPace(patience: UploadPatience, tooSlow: (refusal: TooSlow) => void): UploadPace {
  const { tokenMs, idleMs, uploadMs } = patience
  const tickMs = Math.ceil(Math.min(tokenMs, idleMs, uploadMs) / ticksALimit)
  const ticksAWindow = Math.ceil(idleMs / tickMs)
  const leastBytes = (leastBytesASecond * idleMs) / 1_000
  /** Bytes of the last ticks; together they are the time over which an upload may be idle. */
  const recent: number[] = []
  let inWindow = 0
  let inThisTick = 0
  let waitedMs = 0
  let hasToken = false
  let told = false

  const judge = (): TooSlow | null => {
    if (!hasToken && waitedMs >= tokenMs) return refusalOf('token', tokenMs)
    if (waitedMs >= uploadMs) return refusalOf('end', uploadMs)
    return recent.length === ticksAWindow && inWindow < leastBytes ? refusalOf('bytes', idleMs) : null
  }

  const clock = waitingClock(tickMs, () => {
    waitedMs += tickMs
    recent.push(inThisTick)
    inWindow += inThisTick
    inThisTick = 0
    if (recent.length > ticksAWindow) inWindow -= recent.shift() ?? 0
    const refusal = told ? null : judge()
    if (refusal === null) return
    told = true
    tooSlow(refusal)
  })
  return {
    ...clock,
    received(bytes) {
      inThisTick += bytes
    },
    tokenRead() {
      hasToken = true
    },
  }
}

const refusalOf = (waitedFor: TooSlow['waitedFor'], ms: number): TooSlow => ({
  code: 'upload-idle',
  waitedFor,
  seconds: ms / 1_000,
})

import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { tokenIdOf } from '../../support/http-clients'
import { type Inflicted, inflict } from './inflict'
import type { Lane, Times } from './lane'
import type { Row } from './matrix'
import { contradictions, isResolved } from './truth'

/** What came of a row. */
export interface Shown {
  readonly row: Row
  readonly token: string
  /** What the client was told. */
  readonly told: string
  /** From the end of the fault to the answer, or to the answer of the status call; below 0: within the fault. */
  readonly answeredMs: number
  readonly resolvedMs: number
  readonly violations: readonly string[]
  /** `false`: the upload ended otherwise before the fault could meet its append. */
  readonly met: boolean
}

/** Lets the rows go through their faults at the same time. Answers when each has ended, or its time is over. */
export async function runWave(lane: Lane, rows: readonly Row[], times: Times): Promise<readonly Shown[]> {
  const tokens = await Promise.all(rows.map(async (row) => ({ row, token: await lane.issue() })))
  const began = tokens.map(({ row, token }) => begin(lane, row, token))
  await Promise.all(began.map(({ fault, answer }) => Promise.race([fault.hit, answer])))
  await setTimeout(times.faultMs)
  const endedAt = performance.now()
  for (const { fault } of began) fault.end()
  return Promise.all(began.map((one) => conclude(lane, one, endedAt, times.deadlineMs)))
}

interface Begun {
  readonly row: Row
  readonly token: string
  readonly fault: Inflicted
  readonly answer: ReturnType<typeof answerOf>
}

function begin(lane: Lane, row: Row, token: string): Begun {
  const uuid = randomUUID()
  const fault = inflict(lane, row, { tokenId: tokenIdOf(token), uuid })
  return { row, token, fault, answer: answerOf(lane, row, token, uuid) }
}

async function answerOf(lane: Lane, { kind }: Row, token: string, uuid: string) {
  const response = await lane.upload(kind, token, uuid)
  return { response, at: performance.now() }
}

async function conclude(lane: Lane, begun: Begun, endedAt: number, deadlineMs: number): Promise<Shown> {
  const { row, token, fault, answer } = begun
  const isOver = () => performance.now() - endedAt > deadlineMs
  const over = new AbortController()
  const told = await Promise.race([answer, setTimeout(deadlineMs, null, { signal: over.signal, ref: false })])
  over.abort()
  const shown = { row, token, met: fault.hasHit() }
  const answeredMs = Math.round((told?.at ?? performance.now()) - endedAt)
  if (told === null) {
    await answer
    return {
      ...shown,
      told: 'nothing',
      answeredMs,
      resolvedMs: answeredMs,
      violations: ['was not answered in time'],
    }
  }
  const { status, body } = told.response
  while (!(await isResolved(lane, token)) && !isOver()) await setTimeout(50)
  const resolvedMs = Math.round(performance.now() - endedAt)
  const violations = [
    ...(isOver() ? ['was not resolved in time'] : []),
    ...(await contradictions(lane, row.kind, token, told.response)),
  ]
  return { ...shown, told: `${status} ${body.code ?? body.status}`, answeredMs, resolvedMs, violations }
}

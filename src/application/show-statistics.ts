import { type ImportKind, importKinds } from '../domain/import-kind'
import type { Admissions } from './admissions'
import type { Clock } from './ports/clock'
import {
  dayAt,
  type ImportCount,
  isWithin,
  msADay,
  type Period,
  type TokenCount,
} from './ports/read-model-counts'
import type { ReadModels } from './ports/read-models'
import type { UpToDate } from './projections/up-to-date'
import { type TokenWord, tokenWords, windowWord } from './token-state'

/** What came about in a project, in a period or on one day of it. */
export interface ProjectStatistics {
  readonly projectId: number
  /** In UTC, `2031-05-17`; `null`: the whole period. */
  readonly day: string | null
  /** Those issued then, by where they stand now. */
  readonly tokens: Readonly<Record<TokenWord, number>>
  /** Those whose outcome was stored then. */
  readonly imports: readonly {
    readonly kind: ImportKind
    readonly outcome: 'imported' | 'failed'
    readonly count: number
  }[]
  /** Of what those imports kept, also where it was withdrawn since. Of an ephemeral import nothing is remembered. */
  readonly rows: number
  readonly bytes: number
}

export interface StatisticsQuery extends Period {
  readonly byDay: boolean
}

/** By project, then by day; only where anything came about. */
export type ShowStatistics = (query: StatisticsQuery) => Promise<readonly ProjectStatistics[]>

interface StatisticsDeps {
  readonly models: ReadModels
  readonly upToDate: UpToDate
  readonly clock: Clock
  readonly admissions: Admissions
}

export const showStatistics =
  (deps: StatisticsDeps): ShowStatistics =>
  async ({ byDay, ...period }) => {
    await deps.upToDate()
    const now = deps.clock()
    const [{ tokens, imports }, receiving] = await Promise.all([
      deps.models.counts(period, byDay, now),
      receivedNow(deps, { byDay, ...period }, now),
    ])
    const tallies = new Map<string, Tally>()
    const tallyOf = ({ projectId, day }: Counted): Tally => {
      const key = `${projectId} ${day}`
      const tally = tallies.get(key) ?? { projectId, day, words: noTokens(), imports: [] }
      tallies.set(key, tally)
      return tally
    }
    for (const count of tokens) addTokens(tallyOf(count).words, count)
    for (const { word, ...counted } of receiving) {
      const { words } = tallyOf(counted)
      // The two were not looked at in one instant: the token may stand elsewhere in the counts.
      if (words[word] === 0) continue
      words[word]--
      words.receiving++
    }
    for (const count of imports) tallyOf(count).imports.push(count)
    return [...tallies.values()].sort(byProjectAndDay).map(asStatistics)
  }

type Counted = Pick<TokenCount, 'projectId' | 'day'>

interface Tally extends Counted {
  readonly words: Record<TokenWord, number>
  readonly imports: ImportCount[]
}

const noTokens = () => Object.fromEntries(tokenWords.map((word) => [word, 0])) as Record<TokenWord, number>

function addTokens(words: Tally['words'], { state, count, notYetValid, expired }: TokenCount): void {
  words[state] += count - notYetValid - expired
  words['not-yet-valid'] += notYetValid
  words.expired += expired
}

/** Tokens that this node receives an upload for: no event tells that, and the models count them by their windows. */
async function receivedNow(
  { models, admissions }: StatisticsDeps,
  { byDay, ...period }: StatisticsQuery,
  now: number,
) {
  const rows = await Promise.all(admissions.underWay().map((tokenId) => models.token(tokenId)))
  return rows.flatMap((row) => {
    if (row === null || row.state !== 'issued' || !isWithin(row.issuedAt, period)) return []
    const { projectId, issuedAt } = row
    return [{ projectId, day: byDay ? dayAt(issuedAt) : null, word: windowWord(row, now) }]
  })
}

const byProjectAndDay = (a: Counted, b: Counted): number =>
  a.projectId - b.projectId || (a.day ?? 0) - (b.day ?? 0)

const asStatistics = ({ projectId, day, words, imports }: Tally): ProjectStatistics => ({
  projectId,
  day: day === null ? null : new Date(day * msADay).toISOString().slice(0, 10),
  tokens: words,
  imports: importKinds.flatMap((kind) =>
    outcomes.flatMap((outcome) => {
      const found = imports.find((each) => each.kind === kind && each.outcome === outcome)
      return found === undefined ? [] : [{ kind, outcome, count: found.count }]
    }),
  ),
  rows: imports.reduce((sum, { rows }) => sum + rows, 0),
  bytes: imports.reduce((sum, { bytes }) => sum + bytes, 0),
})

const outcomes = ['imported', 'failed'] as const

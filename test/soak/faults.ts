// The fault matrix: each fault of an event store's server at each append of an import's commit, for each kind of
// import, with the times that a service has; every upload must end with the truth:
//   node -r ./test/support/typescript.cjs test/soak/faults.ts --seed 1 [--fault-ms 10000] [--json]
// On protocol servers of the tests in this process. A line a row; ends with 1 when one is violated.
import { parseArgs } from 'node:util'
import { seededRandom } from '../support/seeded-random'
import type { Times } from './faults/lane'
import { nameOf, waves } from './faults/matrix'
import { runWaves } from './faults/run'
import type { Shown } from './faults/wave'

const lanes = 4

const lineOf = ({ row, told, answeredMs, resolvedMs, violations }: Shown): string =>
  [
    nameOf(row).padEnd(52),
    told.padEnd(24),
    `answered ${answeredMs} ms, resolved ${resolvedMs} ms after the fault's end`,
    ...violations.map((what) => `VIOLATED: ${what}`),
  ].join('  ')

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      'fault-ms': { type: 'string', default: '10000' },
      json: { type: 'boolean', default: false },
    },
  })
  const seed = Number(values.seed)
  const times: Times = { faultMs: Number(values['fault-ms']), deadlineMs: 10_000 }
  if (!Number.isSafeInteger(seed) || !(times.faultMs > 0))
    throw new RangeError('--seed and --fault-ms are numbers')
  const random = seededRandom(seed)
  const drawn = waves
    .map((rows) => ({ rows, at: random.below(2 ** 30) }))
    .sort((one, other) => one.at - other.at)
    .map(({ rows }) => rows)
  const tell = values.json ? undefined : (shown: Shown) => console.log(lineOf(shown))
  const shown = await runWaves(drawn, lanes, times, tell)
  const violated = shown.filter(({ violations }) => violations.length > 0)
  const figures = {
    seed,
    rows: shown.length,
    violated: violated.length,
    slowestMs: Math.max(...shown.map(({ resolvedMs }) => resolvedMs)),
  }
  if (values.json) {
    const rows = shown.map(({ row, told, answeredMs, resolvedMs, violations }) => {
      return { ...row, told, answeredMs, resolvedMs, violations }
    })
    console.log(JSON.stringify({ ...figures, matrix: rows }))
  } else {
    for (const [name, figure] of Object.entries(figures)) console.log(`${name}: ${figure}`)
    for (const one of violated) console.log(lineOf(one))
  }
  if (violated.length > 0) process.exitCode = 1
}

void main()

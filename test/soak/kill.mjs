// Kills processes of the service under upload load, at every point of an import and at random instants, stops them
// while others recover their imports, and holds what is left against the rules of the commit.
//   npm run soak:kill -- --seed S --rounds N --random M [--short] [--ready-ms T] [--json]
// `rounds`: how often each point; `random`: how many kills at random instants; `short`: the service takes care of lost
// imports after a second at most instead of its own intervals; `ready-ms`: how long a start may take. Exits with 1 on a
// violation.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { failPoints } from '../../dist/application/ports/fail-point.js'
import { checkAtRest } from './kill/final-check.mjs'
import { startFleet } from './kill/fleet.mjs'
import { followHistory } from './kill/history.mjs'
import { killer } from './kill/killer.mjs'
import { startLoad } from './kill/load.mjs'
import { figuresOf, tellFigures } from './kill/report.mjs'
import { seeded } from './kill/seeded.mjs'
import { stopAndGoOn } from './kill/stops.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '20' },
    random: { type: 'string', default: '500' },
    short: { type: 'boolean', default: false },
    'ready-ms': { type: 'string', default: '5000' },
    json: { type: 'boolean', default: false },
  },
})
const [rounds, randomKills, readyMs] = [values.rounds, values.random, values['ready-ms']].map(Number)
const short = {
  everyMs: 500,
  recoverAfterMs: 500,
  takeOverAfterMs: 1_000,
  fenceAfterMs: 5_000,
  silenceMs: 5_000,
}
const emptyMs = 60_000
const outcomeMs = 60_000
const answerMs = 60_000
const killsBetweenChecks = 50

const violations = []
function violated(what) {
  violations.push(what)
  if (!values.json) console.log(`violated: ${what}`)
}
const directory = await mkdtemp(path.join(os.tmpdir(), 'aperture-kill-'))
const dataDir = path.join(directory, 'data')
const begun = performance.now()
const fleet = await startFleet(dataDir, {
  size: 2,
  times: values.short ? short : null,
  // Results go by themselves soon, so that this too is met by kills.
  env: { APERTURE_RESULT_SECONDS: '2' },
})
let history
let figures
try {
  await fleet.manage('user', { user: 'jdoe' })
  const { id: project } = await fleet.manage('project', { name: 'Kill', description: '', owner: 'jdoe' })
  history = followHistory(fleet, { outcomeMs, violated })
  const load = startLoad(fleet, project)
  const options = { random: seeded(values.seed), mostHits: values.short ? 1 : 3, violated }
  const kill = killer(fleet, load, options)
  const checked = new Set()

  for (let round = 1; round <= rounds; round++) {
    for (const point of failPoints) await kill.atPoint(point)
    await check(`round ${round} of ${rounds}`)
  }
  for (let n = 1; n <= randomKills; n++) {
    await kill.atRandom()
    if (n % killsBetweenChecks === 0) await check(`random kill ${n} of ${randomKills}`)
  }
  await fleet.allStarted()
  const stops = await stopAndGoOn(fleet, load, history, violated)
  checked.clear()
  await check('in the end everything once more')
  const starts = fleet.members.flatMap((member) => member.readyMs)
  for (const ms of starts.filter((took) => took > readyMs)) violated(`a start took ${Math.round(ms)} ms`)
  figures = figuresOf({ ...values, begun, kills: kill.counts, stops, starts, load, history, violations })

  async function check(progress) {
    await fleet.allStarted()
    if (!(await load.idleWithin(answerMs))) violated('an upload has had no answer')
    await checkAtRest(fleet, load, history, { dataDir, emptyMs, violated, checked })
    const seconds = Math.round((performance.now() - begun) / 1000)
    if (!values.json)
      console.log(`${progress}: ${load.tokens.size} tokens, ${violations.length} violations, ${seconds} s`)
  }
} finally {
  await history?.end()
  await fleet.stop()
  await rm(directory, { recursive: true, force: true })
}
if (values.json) console.log(JSON.stringify(figures))
else tellFigures(figures)
if (violations.length > 0) process.exitCode = 1

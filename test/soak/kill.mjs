// Kills processes of the service under upload load, at every point of an import and at random instants, stops them
// while others recover their imports, and holds what is left against the rules of the commit.
//   npm run soak:kill -- --seed S --rounds N [--random R] [--every K] [--short] [--ready-ms M] [--json]
// `rounds`: how often each point; `every`: only each K-th of the points; `random`: how many kills at random instants;
// `short`: the service takes care of lost imports after a second instead of its own intervals; `ready-ms`: how long a
// start may take. Exits with 1 on a violation.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { failPoints } from '../../dist/application/ports/fail-point.js'
import { checkAtRest } from './kill/final-check.mjs'
import { startFleet } from './kill/fleet.mjs'
import { followHistory } from './kill/history.mjs'
import { startLoad } from './kill/load.mjs'
import { seeded } from './kill/seeded.mjs'
import { stopAndGoOn } from './kill/stops.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '20' },
    random: { type: 'string', default: '500' },
    every: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
    'ready-ms': { type: 'string', default: '5000' },
    json: { type: 'boolean', default: false },
  },
})
const short = {
  everyMs: 500,
  recoverAfterMs: 1_000,
  takeOverAfterMs: 1_000,
  fenceAfterMs: 5_000,
  silenceMs: 5_000,
}
const readyMs = Number(values['ready-ms'])
const reachMs = 30_000

const random = seeded(values.seed)
const violations = []
const violated = (what) => violations.push(what)
const directory = await mkdtemp(path.join(os.tmpdir(), 'aperture-kill-'))
const dataDir = path.join(directory, 'data')
const begun = performance.now()
const figures = { points: {}, random: 0, stops: 0 }

const fleet = await startFleet(dataDir, {
  size: 2,
  times: values.short ? short : null,
  // Results go by themselves soon, so that this too is met by kills.
  env: { APERTURE_RESULT_SECONDS: '2' },
})
let history
try {
  await fleet.manage('user', { user: 'jdoe' })
  const { id: project } = await fleet.manage('project', { name: 'Kill', description: '', owner: 'jdoe' })
  history = followHistory(fleet, { outcomeMs: 60_000, violated })
  const load = startLoad(fleet, project)
  const checked = new Set()
  const check = () => checkAtRest(fleet, load, history, { dataDir, emptyMs: 60_000, violated, checked })

  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [index, point] of failPoints.entries()) {
      if (index % Number(values.every) === 0) await killAtPoint(load, index, point)
    }
    await allStarted()
    await check()
  }
  for (let n = 0; n < Number(values.random); n++) {
    await killAtRandom(load, n)
    if (n % 50 === 49) await check()
  }
  await allStarted()
  figures.stops = await stopAndGoOn(fleet, load, history, violated)
  // In the end everything once more.
  checked.clear()
  await check()
  for (const ms of fleet.members.flatMap((member) => member.readyMs)) {
    if (ms > readyMs) violated(`a start took ${Math.round(ms)} ms`)
  }
  Object.assign(figures, {
    tokens: load.tokens.size,
    consumed: history.consumed.size,
    outcomes: countBy([...history.outcomes.values()].map(({ outcome }) => outcome)),
    slowestStartMs: Math.round(Math.max(...fleet.members.flatMap((member) => member.readyMs))),
  })
} finally {
  await history?.end()
  await fleet.stop()
  await rm(directory, { recursive: true, force: true })
}
tell()

async function killAtPoint(load, index, point) {
  const [victim, other] = inTurn(index)
  await victim.started
  const hits = values.short ? 1 : 1 + Math.floor(3 * random())
  await victim.arm({ point, hits, signal: 'SIGKILL' })
  const deadline = performance.now() + reachMs
  while (victim.url !== null && performance.now() < deadline)
    await load.comingBy(point, victim, other, random)
  if (victim.url !== null) return violated(`nothing came by ${point}`)
  figures.points[point] = (figures.points[point] ?? 0) + 1
  victim.start()
}

async function killAtRandom(load, index) {
  const [victim, other] = inTurn(index)
  await allStarted()
  const uploads = load.everything(victim, other)
  await pause(random() * 250)
  // Now and then nobody is left to see to it before a start.
  const killed = random() < 0.2 ? [victim, other] : [victim]
  for (const member of killed) member.kill('SIGKILL')
  for (const member of killed) await member.ended
  figures.random += 1
  for (const member of killed) member.start()
  await uploads
}

function inTurn(index) {
  const [first, second] = fleet.members
  return index % 2 === 0 ? [first, second] : [second, first]
}

function allStarted() {
  return Promise.all(fleet.members.map(({ started }) => started))
}

function countBy(words) {
  const counts = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function tell() {
  const seconds = Math.round((performance.now() - begun) / 1000)
  const counts = countBy(violations)
  if (values.json) console.log(JSON.stringify({ seed: values.seed, seconds, ...figures, violations: counts }))
  else {
    const { points, random: kills, ...others } = figures
    const times = Object.values(points)
    console.log(`seed ${values.seed}, ${seconds} s`)
    console.log(
      `${times.length} points, each killed ${Math.min(...times)} to ${Math.max(...times)} times; ${kills} random kills`,
    )
    for (const [name, figure] of Object.entries(others)) console.log(`${name}: ${JSON.stringify(figure)}`)
    console.log(`violations: ${violations.length}`)
    for (const [what, count] of Object.entries(counts)) console.log(`  ${count} × ${what}`)
  }
  if (violations.length > 0) process.exitCode = 1
}

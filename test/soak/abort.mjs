// Cuts uploads off at random offsets, and holds the service against what an abort may cost: nothing.
//   npm run soak:abort -- --seed S --uploads N [--parallel P] [--heap-mb M] [--files F] [--use-every K] [--json]
// `heap-mb`, `files`: how much the heap and the number of open files may grow; `use-every`: of the tokens that are not
// spent, each K-th is used in the end. Exits with 1 on a violation.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { afterwards } from './abort/afterwards.mjs'
import { drawCut, sendCut } from './abort/cut.mjs'
import { inParallel } from './abort/in-parallel.mjs'
import { measured } from './abort/measured.mjs'
import { seeded } from './kill/seeded.mjs'
import { startService } from './service.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    uploads: { type: 'string', default: '10000' },
    parallel: { type: 'string', default: '8' },
    'heap-mb': { type: 'string', default: '20' },
    files: { type: 'string', default: '5' },
    'use-every': { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const uploads = Number(values.uploads)
const parallel = Number(values.parallel)
const useEvery = Number(values['use-every'])
const warmUp = 60
const workers = 2

const violations = []
const violated = (what) => violations.push(what)
const begun = performance.now()
const directory = await mkdtemp(path.join(os.tmpdir(), 'aperture-abort-'))
const dataDir = path.join(directory, 'data')
const service = await startService(dataDir, {
  file: path.join(path.dirname(fileURLToPath(import.meta.url)), 'abort', 'service-process.mjs'),
  flags: ['--expose-gc'],
  variables: { APERTURE_WORKERS: String(workers), APERTURE_MIN_FREE_BYTES: '0' },
})

/** Each with a token of its own. What became of which token, as far as its client knows. */
async function cutOff(count, random) {
  const port = Number(new URL(service.url).port)
  return inParallel(parallel, count, async () => {
    const cut = drawCut(random)
    const token = await service.issueToken()
    return { token, cut, whole: await sendCut(port, token, cut) }
  })
}

let figures
try {
  await cutOff(warmUp, seeded(`warm ${values.seed}`))
  const before = await measured(service, workers, violated)
  const aborted = await cutOff(uploads, seeded(values.seed))
  const abortSeconds = (performance.now() - begun) / 1_000
  const after = await measured(service, workers, violated)
  const heapGrown = after.heapMegabytes - before.heapMegabytes
  const filesGrown = after.openFiles - before.openFiles
  if (heapGrown > Number(values['heap-mb'])) violated(`the heap has grown by ${heapGrown.toFixed(1)} MiB`)
  if (Math.abs(filesGrown) > Number(values.files)) violated(`${filesGrown} more files are open`)
  const tokens = await afterwards(service, dataDir, aborted, { parallel, useEvery, violated })
  for (const { msg, fault } of service.faults) violated(`it logged: ${msg} ${JSON.stringify(fault)}`)
  figures = {
    uploads,
    abortSeconds,
    before,
    after,
    tokens,
    seconds: (performance.now() - begun) / 1_000,
    violations,
  }
} finally {
  await service.stop()
  await rm(directory, { recursive: true, force: true })
}
console.log(values.json ? JSON.stringify(figures) : figures)
if (violations.length > 0) process.exitCode = 1

// The service with a main of its own: short intervals where the harness wants them, and a way to end it at a point
// of an import. Told what to do by the process that forked it.
import { writeSync } from 'node:fs'
import { loadSecrets } from '../../../dist/infrastructure/composition/load-secrets.js'
import { prepareServer } from '../../../dist/infrastructure/composition/prepare-server.js'
import { openService } from '../../../dist/infrastructure/composition/service.js'
import { pinoLog } from '../../../dist/infrastructure/system/pino-log.js'
import { runServer } from '../../../dist/interfaces/http/run-server.js'

/** `times`: the intervals to use instead of the service's own; `null`: those. */
const { times } = JSON.parse(process.argv[2])

/** By point: the signal to come there, and at which time it is reached. */
const armed = new Map()
function reached(point) {
  const arm = armed.get(point)
  if (arm === undefined || --arm.hits > 0) return
  const { signal } = arm
  armed.delete(point)
  // Its other threads end what they have begun: one that sleeps with a lock of SQLite's keeps everybody waiting.
  if (signal === 'SIGSTOP') holdStill(100)
  // Written at once: nothing that waits for the event loop would still be sent.
  writeSync(1, `${JSON.stringify({ reached: point })}\n`)
  process.kill(process.pid, signal)
  // The signal may take a moment, in which nothing may happen.
  holdStill(signal === 'SIGKILL' ? 10_000 : 50)
}

const holdStill = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

const faults = pinoLog({ level: 'error', destination: { write: (line) => writeSync(2, line) } })
const log = {
  ...faults,
  info(message, fields) {
    if (message === 'listening') process.send({ url: fields.url })
  },
}

async function prepare() {
  const prepared = await prepareServer(process.env)
  if (prepared.outcome === 'refused') return prepared
  const { secrets } = await loadSecrets(prepared.config)
  const replaced = times === null ? {} : { times }
  return {
    ...prepared,
    log,
    reached,
    async open() {
      const service = await openService(prepared.config, secrets, log, replaced, reached)
      return { outcome: 'started', firstStart: false, keepsKeyfileIdentity: false, service }
    },
  }
}

process.on('message', (arm) => {
  armed.set(arm.point, arm)
  process.send({ armed: true })
})
process.on('disconnect', () => process.exit(1))
process.exit(await runServer(prepare))

import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { jwtIssuer } from '../../../dist/infrastructure/jwt/jwt.js'

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), 'service-process.mjs')
const startMs = 30_000

/** Several processes of the service on one data directory, each of which may be killed at any instant. */
export async function startFleet(dataDir, { size, times, env }) {
  const secrets = { management: randomBytes(64).toString('hex'), data: randomBytes(64).toString('hex') }
  const variables = {
    PATH: process.env.PATH,
    APERTURE_PORT: '0',
    APERTURE_DATA_DIR: dataDir,
    APERTURE_MASTER_KEY: randomBytes(32).toString('base64'),
    APERTURE_MANAGEMENT_SECRET: secrets.management,
    APERTURE_DATA_SECRET: secrets.data,
    ...env,
  }
  const issuer = jwtIssuer(
    { management: Buffer.from(secrets.management), data: Buffer.from(secrets.data) },
    Date.now,
  )
  const authorization = `Bearer ${await issuer.management('soak', 86_000)}`
  const readerAuthorization = `Bearer ${await issuer.data('jdoe', 86_000)}`
  const members = []
  // The first makes the store.
  for (let n = 0; n < size; n++) {
    members.push(await startMember(variables, times))
    await members[n].started
  }

  /** Asks one process after the other, again and again while they are being killed. */
  async function ask(target, options) {
    const deadline = performance.now() + startMs
    for (let n = 0; ; n++) {
      const { url } = members[n % size]
      try {
        if (url !== null) {
          const response = await fetch(`${url}${target}`, { ...options, signal: AbortSignal.timeout(5_000) })
          if (response.status < 500) return response
        }
      } catch {}
      if (performance.now() > deadline) throw new Error(`nobody answers ${target}`)
      await pause(20)
    }
  }

  return {
    members,
    ask,
    readerAuthorization,
    audit: (target) => ask(target, { headers: { authorization } }),
    async manage(what, body) {
      const headers = { authorization, 'content-type': 'application/json' }
      const response = await ask(`/management/provision/${what}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return response.json()
    },
    allStarted: () => Promise.all(members.map(({ started }) => started)),
    stop: () => Promise.all(members.map((member) => member.stop())),
  }
}

async function startMember(variables, times) {
  const points = new EventEmitter()
  const member = {
    /** Where it answers, unless it is down, starting or asleep. */
    url: null,
    isDown: true,
    /** Of each start: how long it took until it was ready. */
    readyMs: [],
    faults: [],
    started: null,
    start,
    /** Lets this signal come to it when it reaches the point so many times. */
    async arm(point, signal, hits = 1) {
      const { child, ended } = member
      // It may have just been killed.
      child.send({ point, signal, hits }, () => undefined)
      await Promise.race([once(child, 'message'), ended])
    },
    /**
     * Has it stopped when it reaches the point. `asleep` settles once it is, and from then on nobody asks it
     * anything, until it is woken.
     */
    async sleepAt(point) {
      const { child, url } = member
      const setUrl = (its) => {
        if (member.child === child && !member.isDown) member.url = its
      }
      const asleep = once(points, point).then(() => setUrl(null))
      await member.arm(point, 'SIGSTOP')
      const wake = () => {
        setUrl(url)
        child.kill('SIGCONT')
      }
      return { asleep, wake }
    },
    kill: () => member.child.kill('SIGKILL'),
    async stop() {
      await member.started
      // Where it sleeps it would hear nothing.
      member.child.kill('SIGCONT')
      member.child.kill('SIGTERM')
      await member.ended
    },
  }

  function start() {
    const begun = performance.now()
    const child = fork(file, [JSON.stringify({ times })], { env: variables, silent: true })
    member.child = child
    member.isDown = false
    createInterface({ input: child.stdout }).on('line', (line) => points.emit(JSON.parse(line).reached))
    member.ended = once(child, 'exit').then(() => {
      member.url = null
      member.isDown = true
    })
    child.stderr.setEncoding('utf8').on('data', (text) => member.faults.push(text))
    member.started = (async () => {
      const [{ url }] = await Promise.race([once(child, 'message'), member.ended.then(neverStarted)])
      while (!(await isReady(url))) {
        if (performance.now() - begun > startMs)
          throw new Error('a process is not ready long after its start')
        await pause(20)
      }
      member.readyMs.push(performance.now() - begun)
      member.url = url
    })()
    return member.started
  }

  function neverStarted() {
    throw new Error(`a process ended at its start: ${member.faults.join('')}`)
  }

  start()
  return member
}

const isReady = (url) =>
  fetch(`${url}/-/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

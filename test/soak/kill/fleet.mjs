import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
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
    stop: () => Promise.all(members.map((member) => member.stop())),
  }
}

async function startMember(variables, times) {
  const member = {
    url: null,
    /** Of each start: how long it took until it was ready. */
    readyMs: [],
    faults: [],
    started: null,
    start,
    async arm(arm) {
      member.child.send(arm)
      await once(member.child, 'message')
    },
    kill: (signal) => member.child.kill(signal),
    async stop() {
      await member.started
      member.child.kill('SIGTERM')
      await member.ended
    },
  }

  function start() {
    const begun = performance.now()
    const child = fork(file, [JSON.stringify({ times })], { env: variables, silent: true })
    member.child = child
    member.hit = new Promise((resolve) => child.stdout.once('data', resolve))
    member.ended = once(child, 'exit').then(() => {
      member.url = null
    })
    child.stderr.setEncoding('utf8').on('data', (text) => member.faults.push(text))
    member.started = (async () => {
      const [{ url }] = await Promise.race([once(child, 'message'), member.ended.then(neverStarted)])
      while (!(await isReady(url))) await pause(50)
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
  fetch(`${url}/-/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  )

import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist')
const startMs = 20_000
const stopMs = 20_000

const main = path.join(dist, 'interfaces', 'http', 'main.js')

/**
 * The built service as a fresh process on an empty data directory, with a user and a project. `file`: a main of
 * another kind, which `child` can be asked things of.
 */
export async function startService(dataDir, { file = main, flags = [], variables = {} } = {}) {
  const management = randomBytes(64).toString('hex')
  const env = {
    PATH: process.env.PATH,
    APERTURE_PORT: '0',
    APERTURE_DATA_DIR: dataDir,
    APERTURE_MASTER_KEY: randomBytes(32).toString('base64'),
    APERTURE_MANAGEMENT_SECRET: management,
    APERTURE_DATA_SECRET: randomBytes(64).toString('hex'),
    ...variables,
  }
  // As `npm start` does: a small young generation lets go of the socket's buffers early.
  const child = spawn(process.execPath, ['--max-semi-space-size=1', ...flags, file], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const peak = peakOf(child.pid)
  const stop = async () => {
    peak.end()
    child.kill('SIGTERM')
    const hard = setTimeout(() => child.kill('SIGKILL'), stopMs)
    await exited
    clearTimeout(hard)
  }
  try {
    const faults = []
    const url = await urlOf(child, exited, faults)
    const { manage, audit } = await manager(url, management)
    await manage('user', { user: 'jdoe' })
    const { id: project } = await manage('project', { name: 'Soak', description: '', owner: 'jdoe' })
    const issueToken = async () => (await manage('uploadtoken', { project, user: 'jdoe' })).token
    return { url, child, faults, issueToken, audit, stop, peakMegabytes: peak.megabytes }
  } catch (fault) {
    await stop()
    throw fault
  }
}

async function manager(url, secret) {
  const { jwtIssuer } = await import('../../dist/infrastructure/jwt/jwt.js')
  const issuer = jwtIssuer({ management: Buffer.from(secret), data: randomBytes(64) }, Date.now)
  const authorization = `Bearer ${await issuer.management('soak', 86_000)}`
  // No connection stays open that somebody might count.
  const headers = { authorization, 'content-type': 'application/json', connection: 'close' }
  return {
    async manage(what, body) {
      const address = `${url}/management/provision/${what}`
      const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!response.ok) throw new Error(`provisioning a ${what} was answered ${response.status}`)
      return response.json()
    },
    audit: (target) => fetch(`${url}${target}`, { headers }),
  }
}

/** `faults` takes what the service logs as an error. */
function urlOf(child, exited, faults) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the service did not say where it listens')), startMs)
    const end = (settle) => (value) => {
      clearTimeout(late)
      settle(value)
    }
    exited.then(() => end(reject)(new Error('the service ended at its start')))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const record = JSON.parse(line)
      if (record.msg === 'listening') end(resolve)(record.url)
      if (record.level === 'error') faults.push(record)
    })
  })
}

/** The most memory a process has ever held: told by Linux, else by looking often. */
function peakOf(pid) {
  const told = () => /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (process.platform === 'linux') return { megabytes: () => Number(told()) / 1024, end() {} }
  let kilobytes = 0
  const look = () => {
    const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
    kilobytes = Math.max(kilobytes, Number(stdout))
  }
  const looking = setInterval(look, 100)
  return { megabytes: () => kilobytes / 1024, end: () => clearInterval(looking) }
}

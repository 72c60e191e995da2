import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { until } from './until'

/** Variables of the service, over an environment that holds no others of it. */
export type Variables = Readonly<Record<string, string>>

export interface Ending {
  /** The exit code, or the signal that ended the process. */
  readonly end: number | string
  readonly stdout: string
  readonly stderr: string
}

export interface ServiceProcess {
  readonly url: string
  readonly stdout: () => string
  /** The log records so far. */
  readonly logged: () => readonly Readonly<Record<string, unknown>>[]
  readonly ended: Promise<Ending>
  /** Sends SIGTERM, and waits for the end. */
  stop(): Promise<Ending>
  signal(name: NodeJS.Signals): void
}

export const repository = path.resolve(__dirname, '..', '..')

const serviceFile = path.join(repository, 'dist', 'interfaces', 'http', 'main.js')
const commandFile = path.join(repository, 'dist', 'interfaces', 'cli', 'main.js')
const demoFile = path.join(repository, 'dist', 'interfaces', 'demo', 'main.js')

/** The compiled service as a process of its own, once it listens on a free port. Rejects with what it complained of. */
export async function startService(variables: Variables): Promise<ServiceProcess> {
  const started = launch(process.execPath, [serviceFile], { APERTURE_PORT: '0', ...variables })
  const logged = () =>
    started
      .stdout()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  const listening = () => logged().find(({ msg }) => msg === 'listening')
  await Promise.race([started.ended, until(() => started.hasEnded() || listening() !== undefined)])
  const record = listening()
  if (record === undefined) throw new Error(`the service did not start: ${(await started.ended).stderr}`)
  return {
    url: `http://127.0.0.1:${record.port}`,
    stdout: started.stdout,
    logged,
    ended: started.ended,
    signal: (name) => void started.child.kill(name),
    stop() {
      started.child.kill('SIGTERM')
      return started.ended
    },
  }
}

/** A start that is expected to end by itself. */
export const attemptStart = (variables: Variables): Promise<Ending> =>
  launch(process.execPath, [serviceFile], { APERTURE_PORT: '0', ...variables }).ended

export const runAperture = (words: readonly string[], variables: Variables): Promise<Ending> =>
  launch(process.execPath, [commandFile, ...words], variables).ended

export const runDemo = (variables: Variables): Promise<Ending> =>
  launch(process.execPath, [demoFile], variables).ended

/** A line as a person types it at the root of the repository. */
export const runLine = (line: string, variables: Variables = {}): Promise<Ending> =>
  launch('/bin/sh', ['-c', line], variables).ended

interface Launched {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly hasEnded: () => boolean
  readonly ended: Promise<Ending>
}

function launch(file: string, words: readonly string[], variables: Variables): Launched {
  const child = spawn(file, words, {
    cwd: repository,
    env: { ...environment(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  let hasEnded = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      hasEnded = true
      resolve({ end: code ?? signal ?? 'unknown', stdout, stderr })
    })
  })
  return { child, stdout: () => stdout, hasEnded: () => hasEnded, ended }
}

/** What a process needs to run at all: nothing of this service, and no proxy on the way to it. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) }
}

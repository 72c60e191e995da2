import { spawn, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { recordedAnswers } from './recorded-answers'
import { temporaryDirectory } from './temporary-directory'
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
  readonly pid: number
  readonly stdout: () => string
  /** The log records so far. */
  readonly logged: () => readonly Readonly<Record<string, unknown>>[]
  /** Rejects where an answer was not as the API describes it. */
  readonly ended: Promise<Ending>
  /** Sends SIGTERM, and waits for the end; rejects as `ended` does. */
  stop(): Promise<Ending>
  signal(name: NodeJS.Signals): void
}

export const repository = path.resolve(__dirname, '..', '..')

const serviceFile = path.join(repository, 'dist', 'interfaces', 'http', 'main.js')
const commandFile = path.join(repository, 'dist', 'interfaces', 'cli', 'main.js')

const compiledService: readonly [string, string] = [process.execPath, serviceFile]

/** The service as a process of its own, once it listens on a free port. Rejects with what it complained of. */
export async function startService(
  variables: Variables,
  [file, ...words]: readonly [string, ...string[]] = compiledService,
): Promise<ServiceProcess> {
  const answers = await recordedAnswers(variables.APERTURE_STATUS_CODES === 'manual' ? 'manual' : 'http')
  const started = launch(file, words, { APERTURE_PORT: '0', ...variables, ...answers.variables })
  const ended = started.ended.then(async (ending) => {
    await answers.check()
    return ending
  })
  const logged = () =>
    started
      .stdout()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  const listening = () => logged().find(({ msg }) => msg === 'listening')
  await Promise.race([ended, until(() => started.hasEnded() || listening() !== undefined)])
  const record = listening()
  if (record === undefined) throw new Error(`the service did not start: ${(await ended).stderr}`)
  return {
    url: `http://127.0.0.1:${record.port}`,
    pid: started.pid,
    stdout: started.stdout,
    logged,
    ended,
    signal: started.signal,
    stop() {
      started.signal('SIGTERM')
      return ended
    },
  }
}

/** A start that is expected to end by itself. */
export const attemptStart = (variables: Variables): Promise<Ending> =>
  launch(process.execPath, [serviceFile], { APERTURE_PORT: '0', ...variables }).ended

export const runAperture = (
  words: readonly string[],
  variables: Variables,
  input?: string,
): Promise<Ending> => startAperture(words, variables, input).ended

/** A command that goes on until it is told to stop. */
export const startAperture = (words: readonly string[], variables: Variables, input?: string): Launched =>
  launch(process.execPath, [commandFile, ...words], variables, input)

/** As a person starts it; npm tells nothing of its own. */
export const runDemo = (variables: Variables): Promise<Ending> =>
  launch('npm', ['run', '--silent', 'demo'], variables).ended

/** A line as a person types it at the root of the repository; rejects unless it succeeds. What it printed. */
export async function runLine(
  line: string,
  variables: Variables = {},
  options: { readonly withoutCurl?: boolean } = {},
): Promise<string> {
  const standIn = hasCurl && options.withoutCurl !== true ? null : await curlStandIn()
  const path_ = standIn === null ? {} : { PATH: `${standIn.path}:${process.env.PATH}` }
  try {
    const { end, stdout, stderr } = await launch('/bin/sh', ['-c', line], { ...variables, ...path_ }).ended
    if (end !== 0 || stderr !== '') throw new Error(`the line ended with ${end}: ${stderr}`)
    return stdout
  } finally {
    await standIn?.remove()
  }
}

const hasCurl = spawnSync('curl', ['--version']).status === 0

/** A directory with a `curl` for the lines of the documentation. */
async function curlStandIn() {
  const directory = await temporaryDirectory()
  const script = path.join(__dirname, 'curl-stand-in.mjs')
  const text = `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`
  await writeFile(path.join(directory.path, 'curl'), text, { mode: 0o755 })
  return directory
}

export interface Launched {
  readonly pid: number
  readonly signal: (name: NodeJS.Signals) => void
  readonly stdout: () => string
  readonly stderr: () => string
  readonly hasEnded: () => boolean
  readonly ended: Promise<Ending>
}

function launch(file: string, words: readonly string[], variables: Variables, input?: string): Launched {
  const child = spawn(file, words, {
    cwd: repository,
    env: { ...environment(), ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: npm passes signals on to nobody.
    detached: true,
  })
  // A process need not read what it is given.
  child.stdin.on('error', () => undefined).end(input)
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
  const signal = (name: NodeJS.Signals) => {
    if (!hasEnded && child.pid !== undefined) process.kill(-child.pid, name)
  }
  return {
    pid: child.pid ?? 0,
    signal,
    stdout: () => stdout,
    stderr: () => stderr,
    hasEnded: () => hasEnded,
    ended,
  }
}

/** What a process needs to run at all: nothing of this service, and no proxy on the way to it. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) }
}

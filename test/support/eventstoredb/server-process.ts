import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Command, CommandAnswer } from './commands'
import type { EventStoreServerOptions } from './server'

/** The options that can be told to another process. */
export type ProcessOptions = Omit<EventStoreServerOptions, 'log' | 'firstPosition'>

export interface EventStoreProcess {
  readonly pid: number
  readonly port: number
  readonly connectionString: string
  tell(command: Command): Promise<CommandAnswer>
  /** SIGSTOP leaves its connections half open, SIGKILL takes the log along. */
  signal(name: NodeJS.Signals): void
  close(): Promise<void>
}

const support = path.resolve(__dirname, '..')

/** A server whose work costs this process nothing, and which can die as processes do. */
export async function startEventStoreProcess(options: ProcessOptions = {}): Promise<EventStoreProcess> {
  const child = spawn(
    process.execPath,
    ['-r', path.join(support, 'typescript.cjs'), path.join(__dirname, 'main.ts'), JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  async function nextLine() {
    const { value, done } = await lines.next()
    if (done) throw new Error('the event store process has ended')
    return JSON.parse(value)
  }
  const { port, connectionString } = await nextLine()
  let last: Promise<unknown> = Promise.resolve()
  return {
    pid: child.pid ?? 0,
    port,
    connectionString,
    tell(command) {
      const answer = last.then(() => {
        child.stdin.write(`${JSON.stringify(command)}\n`)
        return nextLine()
      })
      last = answer.catch(() => undefined)
      return answer
    },
    signal: (name) => void child.kill(name),
    async close() {
      child.stdin.end()
      await ended
    },
  }
}

import { setTimeout } from 'node:timers/promises'
import type { Terminal } from './terminal'

type Streams = Pick<
  Terminal,
  'print' | 'complain' | 'progress' | 'input' | 'variable' | 'interruptible' | 'pause' | 'elapsed'
>

const usualColumns = 80

/** The terminal of a process: its streams, its variables and its signals. */
export function processTerminal(process: NodeJS.Process): Streams {
  const { stdin, stdout, stderr } = process
  // Whoever read the output, as `head` does, has enough of it.
  stdout.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EPIPE') throw fault
    process.exit(1)
  })
  return {
    print: (text) => void stdout.write(`${text}\n`),
    complain: (text) => void stderr.write(`${text}\n`),
    progress: {
      isTerminal: stderr.isTTY === true,
      get columns() {
        // Of a terminal; where there is none, what its variable says.
        return stderr.columns ?? (Number(process.env.COLUMNS) || usualColumns)
      },
      draw: (text) => void stderr.write(`\r${text}\u001b[K`),
      end: () => void stderr.write('\n'),
    },
    input: {
      isTerminal: stdin.isTTY === true,
      async read(limit) {
        let text = ''
        stdin.setEncoding('utf8')
        for await (const piece of stdin) {
          text += piece
          if (text.length > limit) break
        }
        return text
      },
    },
    variable: (name) => process.env[name],
    async interruptible(work) {
      const interrupting = new AbortController()
      const interrupt = () => interrupting.abort()
      process.once('SIGINT', interrupt)
      try {
        return await work(interrupting.signal)
      } finally {
        process.removeListener('SIGINT', interrupt)
      }
    },
    pause: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
    elapsed: () => performance.now(),
  }
}

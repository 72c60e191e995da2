import { on } from 'node:events'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { transformTable } from './transform-table'
import { type FromWorker, type ToWorker, workerFailure } from './worker-messages'

/** Runs one job after the other, for as long as the thread lives. */
async function serve(port: MessagePort): Promise<void> {
  const answer = (message: FromWorker): void => port.postMessage(message)
  const messages = received(port)
  let stopped = false

  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { value: message } = await messages.next()
      if (message?.kind === 'stop') {
        stopped = true
        throw new Error('the job was given up')
      }
      if (message?.kind !== 'chunk') return
      yield message.bytes
      answer({ kind: 'credit' })
    }
  }

  for await (const message of messages) {
    if (message.kind === 'stop') answer({ kind: 'stopped' })
    // Chunks that were on their way when their job was refused are nobody's.
    if (message.kind !== 'job') continue
    stopped = false
    try {
      answer({ kind: 'result', result: await transformTable(message.job, chunks()) })
    } catch (error) {
      answer({ kind: 'failed', failure: workerFailure(error) })
    } finally {
      message.job.pseudonymKey.fill(0)
      if (stopped) answer({ kind: 'stopped' })
    }
  }
}

async function* received(port: MessagePort): AsyncGenerator<ToWorker, void> {
  for await (const [message] of on(port, 'message')) yield message
}

if (parentPort === null) throw new Error('this file is the body of a worker thread')
void serve(parentPort)

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { AppendResult } from '../../application/ports/event-store'
import { workerFile } from '../system/worker-file'
import type { AppendCall, FromWriter, ToWriter, WriterSettings } from './writer-protocol'

export interface Writer {
  append(call: AppendCall): Promise<AppendResult>
  /** Settles when everything that was asked for before is answered and the thread has ended. */
  close(): Promise<void>
}

export interface WriterOptions extends WriterSettings {
  readonly clock: () => number
  /** Called after each batch, before its appends are answered. */
  readonly committed: () => void
  /** Hears what ended the thread; the next append starts another one. */
  readonly faulted: (fault: unknown) => void
}

interface Pending {
  readonly call: AppendCall
  readonly answer: (result: AppendResult) => void
}

/** Another process gets its turn after so many events. One call is never split. */
const eventsABatch = 500

/**
 * The one thread of this process that writes to the file. While a batch is being flushed the appends that
 * come meanwhile gather for the next one, so that all of them share its flush.
 */
export async function startWriter(options: WriterOptions): Promise<Writer> {
  const { clock, committed, faulted } = options
  const queue: Pending[] = []
  let underWay: readonly Pending[] = []
  let scheduled = false
  let closing = false
  let drained = (): void => {}
  let thread: Worker | null = start()
  await ready(thread)
  thread.unref()

  function start(): Worker {
    const { path, patienceMs }: WriterSettings = options
    const worker = new Worker(workerFile('sqlite/writer-thread'), { workerData: { path, patienceMs } })
    worker.on('message', (message: FromWriter) => {
      if (!('answers' in message)) return
      worker.unref()
      committed()
      settle(message.answers)
    })
    worker.on('error', faulted)
    worker.on('exit', () => {
      if (thread === worker) thread = null
      settle([])
    })
    return worker
  }

  /** A call without an answer is one whose thread has died under it. */
  function settle(answers: readonly AppendResult[]): void {
    const batch = underWay
    underWay = []
    for (const [index, { answer }] of batch.entries()) answer(answers[index] ?? { outcome: 'unknown' })
    if (queue.length === 0) drained()
    schedule()
  }

  /** Not at once: callers who have just been answered often have their next append ready. */
  function schedule(): void {
    if (scheduled || queue.length === 0 || underWay.length > 0) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      send()
    })
  }

  function send(): void {
    thread ??= start()
    underWay = nextBatch(queue)
    // An append under way keeps the process running, an idle thread doesn't.
    thread.ref()
    post(thread, { batch: { calls: underWay.map(({ call }) => call), created: clock() } })
  }

  return {
    append(call) {
      if (closing) return Promise.resolve({ outcome: 'unavailable' })
      return new Promise((answer) => {
        queue.push({ call, answer })
        schedule()
      })
    },
    async close() {
      closing = true
      if (queue.length + underWay.length > 0) {
        await new Promise<void>((resolve) => {
          drained = resolve
        })
      }
      if (thread === null) return
      const ended = once(thread, 'exit')
      thread.ref()
      post(thread, { end: true })
      await ended
    },
  }
}

const post = (thread: Worker, message: ToWriter): void => thread.postMessage(message)

/** Rejects with what keeps the thread from starting: the database can't be opened as it must be. */
async function ready(thread: Worker): Promise<void> {
  await once(thread, 'message')
}

function nextBatch(queue: Pending[]): readonly Pending[] {
  let events = 0
  const end = queue.findIndex(({ call }, index) => {
    events += call.events.length
    return index > 0 && events > eventsABatch
  })
  return queue.splice(0, end === -1 ? queue.length : end)
}

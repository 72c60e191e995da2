import { parentPort, workerData } from 'node:worker_threads'
import { batchCommitter } from './commit-batch'
import { createEventsTable } from './events-table'
import { openDatabase } from './open-database'
import type { FromWriter, ToWriter, WriterSettings } from './writer-protocol'

const { path, patienceMs } = workerData as WriterSettings
if (parentPort === null) throw new Error('this file is the start of a worker thread')
const port = parentPort

const database = openDatabase(path, { synchronous: 'FULL' })
createEventsTable(database)
const commit = batchCommitter(database, patienceMs)
const send = (message: FromWriter): void => port.postMessage(message)

port.on('message', (message: ToWriter) => {
  if ('batch' in message) {
    send({ answers: commit(message.batch) })
  } else {
    database.close()
    port.close()
  }
})
send({ ready: true })

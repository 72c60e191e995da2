import { parentPort, workerData } from 'node:worker_threads'
import { whileBusy } from '../busy'
import { openDatabase } from '../open-database'
import { countsOf } from './counts'
import { inTransaction, readModelWriter } from './write'
import type { WriterAnswer, WriterCall, WriterResult } from './writer'

/** Opens the database whose path is its `workerData` and answers one call after the other. */
const port = parentPort
if (port === null || typeof workerData !== 'string') throw new Error('this file runs as a worker thread only')

const database = openDatabase(workerData, { synchronous: 'NORMAL' })
const writer = readModelWriter(database)

port.on('message', (message: { readonly id: number; readonly call: WriterCall } | 'close') => {
  if (message === 'close') {
    database.close()
    port.close()
    return
  }
  port.postMessage(answer(message.id, message.call))
})

function answer(id: number, call: WriterCall): WriterAnswer {
  try {
    return { id, result: whileBusy(() => perform(call)) }
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : null
    return { id, fault: { message: fault instanceof Error ? fault.message : 'unknown', code } }
  }
}

function perform(call: WriterCall): WriterResult {
  switch (call.kind) {
    case 'open':
      return 'done'
    case 'prepare':
      writer.prepare(call.storeId)
      return 'done'
    case 'apply':
      return writer.apply(call.storeId, call.from, call.to, call.changes)
    case 'count':
      return inTransaction(database, 'DEFERRED', () => countsOf(database, call.period, call.byDay, call.at))
  }
}

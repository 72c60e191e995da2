// The service with a main of its own, which says how much it holds on to. Needs --expose-gc.
import { readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { prepareServer } from '../../../dist/infrastructure/composition/prepare-server.js'
import { runServer } from '../../../dist/interfaces/http/run-server.js'

/** What is let go of in one turn is often collected only in the next. */
async function heapUsed() {
  for (let n = 0; n < 4; n++) {
    globalThis.gc()
    await pause(20)
  }
  return process.memoryUsage().heapUsed
}

process.on('message', async () => {
  const heap = await heapUsed()
  process.send({ heapMegabytes: heap / 2 ** 20, openFiles: readdirSync('/dev/fd').length })
})
process.exit(await runServer(() => prepareServer(process.env)))

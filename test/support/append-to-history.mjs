// Appends to a history file from a process of its own: `win <path> <stream> <count>` until it has won so many
// revisions of one stream, `flood <path>` until it is killed. Writes a line `<event id>` for each append that
// was acknowledged. Runs what the build has made, since Node starts no TypeScript.
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { openSqliteEventStore } = require('../../dist/infrastructure/sqlite/event-store.js')

const [mode, path, stream, count] = process.argv.slice(2)
const store = await openSqliteEventStore({ path, streamPrefix: 'test.' })
const newEvent = () => ({
  id: randomUUID(),
  event: { type: 'TokenRevoked', tokenId: randomUUID() },
  metadata: { correlationId: 'r-1', causationId: 'r-1', actor: { kind: 'system' } },
})
const acknowledge = ({ id }) => process.stdout.write(`${id}\n`)

async function win(stream, count) {
  let expected = 'no-stream'
  for (let won = 0; won < count; ) {
    const event = newEvent()
    const result = await store.append(stream, expected, [event])
    if (result.outcome === 'appended') {
      acknowledge(event)
      won += 1
      expected = result.revision
    } else if (result.outcome === 'conflict') {
      expected = result.actual
    } else {
      throw new Error(`an append was answered ${result.outcome}`)
    }
  }
}

async function flood() {
  for (;;) {
    const event = newEvent()
    const result = await store.append(`uploadToken-${randomUUID()}`, 'no-stream', [event])
    if (result.outcome === 'appended') acknowledge(event)
  }
}

if (mode === 'win') await win(stream, Number(count))
else await Promise.all(Array.from({ length: 8 }, flood))
await store.close()

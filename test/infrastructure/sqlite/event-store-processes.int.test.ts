import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { follow, idsOf, newEvents, newStream } from '../../contract/event-store/samples'
import { temporaryHistory } from './temporary-history'

const script = path.join(__dirname, '..', '..', 'support', 'append-to-history.mjs')

/** A process that writes a line for each append that was acknowledged. */
function startAppending(...args: readonly string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: string[] = []
  const lines = createInterface({ input: child.stdout }).on('line', (id) => acknowledged.push(id))
  /** Its exit code, or the signal that ended it, when all that it wrote has been read. */
  const ended: Promise<unknown> = once(child, 'close').then(([code, signal]) => code ?? signal)
  return { child, acknowledged, lines, ended }
}

describe('several processes on one file', () => {
  const history = temporaryHistory.forEach()

  it('race for the revisions of a stream: each is won once, nobody starves, and all see one order', async () => {
    const store = await history().open()
    const stream = newStream()
    const wins = 60
    const racers = ['one', 'two'].map(() => startAppending('win', history().path, stream, String(wins)))
    const seen = await follow(store, null, 2 * wins)
    expect(await Promise.all(racers.map(({ ended }) => ended))).toStrictEqual([0, 0])

    const recorded = await store.readStream(stream)
    expect(recorded.map(({ revision }) => revision)).toStrictEqual(
      Array.from({ length: 2 * wins }, (_, revision) => revision),
    )
    expect(seen).toStrictEqual(recorded)
    expect([...idsOf(recorded)].sort()).toStrictEqual(
      racers.flatMap(({ acknowledged }) => acknowledged).sort(),
    )
  })

  it('lose nothing that was acknowledged when one is killed', async () => {
    const store = await history().open()
    const { child, acknowledged, lines, ended } = startAppending('flood', history().path)
    lines.on('line', () => {
      if (acknowledged.length === 100) child.kill('SIGKILL')
    })
    expect(await ended).toBe('SIGKILL')

    const recorded = new Set(idsOf(await store.readAll(null, 10_000)))
    expect(acknowledged.filter((id) => !recorded.has(id))).toStrictEqual([])
    expect(acknowledged.length).toBeGreaterThanOrEqual(100)
    expect(await store.append(newStream(), 'no-stream', newEvents())).toMatchObject({ outcome: 'appended' })
  })

  it('start together on a new file', async () => {
    const starting = Array.from({ length: 4 }, () => startAppending('win', history().path, newStream(), '1'))
    expect(await Promise.all(starting.map(({ ended }) => ended))).toStrictEqual([0, 0, 0, 0])
    const store = await history().open()
    expect(await store.readAll(null, 10)).toHaveLength(4)
  })
})

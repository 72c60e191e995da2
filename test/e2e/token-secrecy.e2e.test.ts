import { randomUUID } from 'node:crypto'
import type { TokenSecrets } from '../../src/application/ports/token-secrets'
import { tokenSecrets } from '../../src/infrastructure/crypto/token-secrets'
import { byteForms, filesBelow, sightings } from '../support/byte-scan'
import { tokenIdOf } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { type TokenWorld, tokenWorld } from '../support/token-world'

/** How often a text was compared with a digest, or with none. */
let compared = 0
const counting: TokenSecrets = {
  ...tokenSecrets,
  matches: (...call) => {
    compared += 1
    return tokenSecrets.matches(...call)
  },
}

let running: RunningService
let world: TokenWorld
/** How often a stream was read, and how many events of it. */
let read: number[] = []
beforeAll(async () => {
  running = await runService({ replaced: { secrets: counting } })
  world = await tokenWorld(running)
  const { store } = running.service.ports
  const { readStream } = store
  Object.assign(store, {
    readStream: async (...call: Parameters<typeof readStream>) => {
      const events = await readStream(...call)
      read.push(events.length)
      return events
    },
  })
})
afterAll(() => running.end())

const secretOf = (token: string) => token.slice(token.indexOf('.') + 1)

test('an unknown id, a wrong secret and no token at all take one reading and one comparing each', async () => {
  const token = await world.issue()
  const strangers = {
    unknown: `${randomUUID()}.${secretOf(token)}`,
    wrong: `${tokenIdOf(token)}.${secretOf(await world.issue())}`,
    none: 'nonsense',
  }
  const work: Record<string, readonly number[]> = {}
  for (const [what, stranger] of Object.entries(strangers)) {
    compared = 0
    read = []
    expect((await world.send(stranger)).body.code).toBe('token-invalid')
    work[what] = [compared, read.length]
  }
  expect(work).toEqual({ unknown: [1, 1], wrong: [1, 1], none: [1, 1] })
})

test('Token: 256 random bits in base64url behind its id; only a digest is stored, before its use and afterwards', async () => {
  const token = await world.issue()
  const [id, secret = ''] = token.split('.')
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
  expect(Buffer.from(secret, 'base64url').toString('base64url')).toBe(secret)
  const stored = () => sightings(filesBelow(running.directory), byteForms([secret])).map(({ where }) => where)
  expect(stored()).toEqual([])
  expect((await world.send(token)).status).toBe(200)
  expect(stored()).toEqual([])
  // The same look finds what is stored.
  expect(sightings(filesBelow(running.directory), byteForms([id ?? ''])).length).toBeGreaterThan(0)
  expect(running.logged()).not.toContain(secret)
})

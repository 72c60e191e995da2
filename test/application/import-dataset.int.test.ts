import { admissions } from '../../src/application/admissions'
import type { UploadPart } from '../../src/application/upload-parts'
import { begin } from '../support/deployment'
import { until } from '../support/until'
import { breaches } from './import-invariants'
import {
  definition,
  idOf,
  importBy,
  type Scene,
  scene,
  stillGood,
  typesIn,
  uploadOf,
  wordOf,
} from './importing'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const raggedTable = 'id,age\na\n'

/** A form whose table goes on when it is told to. */
async function* heldForm(token: string, held: Promise<void>): AsyncGenerator<UploadPart> {
  yield { part: 'token', value: token }
  yield { part: 'file_def', content: pieces(definition) }
  yield { part: 'file_csv', content: pieces('id,age\n', held, 'a,34\n') }
}

async function* pieces(...all: readonly (string | Promise<void>)[]): AsyncGenerator<Uint8Array> {
  for (const piece of all) {
    if (typeof piece === 'string') yield Buffer.from(piece)
    else await piece
  }
}

const never = new AbortController().signal

test('a token is checked when it is read, and good for the upload that began in its window', async () => {
  const token = await at.issue()
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const parts = heldForm(token, held)
  const importing = at.node.useCases.importDataset({ kind: 'dataset', parts, signal: never, requestId: 'r' })
  await until(() => at.deployed.begun.length > 0)
  at.deployed.clock.now = begin + 15 * 60_000
  expect(await importBy(at.node, token, 'dataset')).toBe('token-expired')
  goOn()
  expect(wordOf(await importing)).toBe('imported')
  expect(await breaches(at.deployed)).toEqual([])
})

test('while an upload is under way its token is in use, and its slot is taken', async () => {
  const [token, other] = [await at.issue(), await at.issue()]
  const node = at.deployed.node({ admissions: admissions(1) })
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const parts = heldForm(token, held)
  const importing = node.useCases.importDataset({ kind: 'dataset', parts, signal: never, requestId: 'r' })
  await until(() => at.deployed.begun.length > 0)
  const refused = await Promise.all(
    [token, other].map((text) => node.useCases.importDataset(uploadOf(text, 'dataset'))),
  )
  // Neither is worth a place in the history, nor counted against the token.
  expect(refused).toEqual([
    { outcome: 'refused', refusal: { code: 'token-in-use' }, record: null, spentBy: null },
    { outcome: 'refused', refusal: { code: 'busy' }, record: null, spentBy: null },
  ])
  goOn()
  expect(wordOf(await importing)).toBe('imported')
  expect(await importBy(node, other, 'dataset')).toBe('imported')
})

test('a token is exhausted on its node after 20 refused uploads, which another node does not count', async () => {
  const token = await at.issue()
  const words: string[] = []
  for (let n = 0; n < 21; n++) {
    const upload = uploadOf(token, 'dataset', n % 2 === 0 ? raggedTable : 'other,age\na,34\n')
    words.push(wordOf(await at.node.useCases.importDataset(upload)))
  }
  expect(words.slice(0, 20)).toEqual(Array(10).fill(['csv-invalid', 'header-mismatch']).flat())
  expect(words[20]).toBe('token-exhausted')
  expect(await importBy(at.deployed.node(), token, 'dataset')).toBe('imported')
  // A spent token has no more refusals to count.
  expect(await importBy(at.node, token, 'dataset')).toBe('token-already-used')
})

test('a refused upload leaves its token good and no file', async () => {
  const token = await at.issue()
  const answer = await at.node.useCases.importDataset(uploadOf(token, 'external', raggedTable))
  expect(wordOf(answer)).toBe('csv-invalid')
  expect(await stillGood(at, token)).toBe(true)
  expect(await typesIn(at.deployed.history)).not.toContain('ExternalIdentifierClaimed')
  expect(await breaches(at.deployed)).toEqual([])
})

test.each([
  ['a stranger', (token: string) => `${idOf(token)}.${'s'.repeat(43)}`],
  ['nobody', () => ''],
])('%s is told nothing, holds no slot and leaves no trace', async (_who, text) => {
  const node = at.deployed.node({ admissions: admissions(1) })
  const token = await at.issue()
  const stored = await typesIn(at.deployed.history)
  expect(await node.useCases.importDataset(uploadOf(text(token), 'dataset'))).toEqual({
    outcome: 'refused',
    refusal: { code: 'token-invalid' },
    record: null,
    spentBy: null,
  })
  expect(await typesIn(at.deployed.history)).toEqual(stored)
  expect(at.deployed.begun).toEqual([])
})

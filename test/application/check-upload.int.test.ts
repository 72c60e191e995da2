import type { UploadToCheck } from '../../src/application/check-upload'
import { type Deployment, deployment } from '../support/deployment'
import { sample } from '../support/upload'

let running: Deployment
beforeEach(async () => {
  running = await deployment()
})
afterEach(() => running.end())

async function* inChunks(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100)
}

interface Files {
  readonly csv: string | Uint8Array
  readonly definition: string | Uint8Array
}

const check = ({ csv, definition }: Files, more: Partial<UploadToCheck> = {}) =>
  running.node().useCases.checkUpload(
    {
      kind: 'dataset',
      definition: inChunks(definition),
      table: inChunks(csv),
      maxTableBytes: 1_000_000,
      ...more,
    },
    new AbortController().signal,
  )

const definition = (...columns: readonly string[]) =>
  `<DatasetDefinition><Columns>${columns
    .map((column) => `<Column ${column}/>`)
    .join('')}</Columns></DatasetDefinition>`

test('a sound upload is told by its rows and what becomes of each column, and leaves nothing', async () => {
  const files = sample('heart-disease')
  const checked = await check(files)
  expect(checked).toMatchObject({ outcome: 'sound', rows: 303, uuid: null })
  const [first] = checked.outcome === 'sound' ? checked.columns : []
  expect(first).toEqual({ name: 'patient', action: 'pseudonymize', storedAs: 'text' })
  expect(await running.history.head()).toBeNull()
  expect(running.begun).toEqual([])
})

test('an external import is told by its uuid, and needs one', async () => {
  const files = sample('heart-disease')
  expect(await check(files, { kind: 'external' })).toMatchObject({
    uuid: '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11',
  })
})

test('the limits of an upload hold for what is only checked, to the byte', async () => {
  const files = sample('heart-disease')
  const bytes = files.csv.length
  expect((await check(files, { maxTableBytes: bytes })).outcome).toBe('sound')
  expect(await check(files, { maxTableBytes: bytes - 1 })).toEqual({
    outcome: 'refused',
    refusal: { code: 'upload-too-large', limit: bytes - 1 },
  })
  const blank = Buffer.alloc(4 * 2 ** 20 + 1, ' ')
  expect(await check({ csv: '', definition: blank })).toMatchObject({
    refusal: { code: 'definition-too-large', limit: 4 * 2 ** 20 },
  })
})

test('a keyfile is told by its columns, and what is not stored by its absence', async () => {
  const checked = await check({
    csv: 'id,name,age\n7,Jane,34\n',
    definition: definition(
      'Name="id" Type="text" Deidentify="pseudonymize"',
      'Name="name" Type="text" Deidentify="hide" StoreInKeyfile="true"',
      'Name="age" Type="integer" Deidentify="anonymize:numbergroup(10)"',
    ),
  })
  expect(checked).toEqual({
    outcome: 'sound',
    rows: 1,
    columns: [
      { name: 'id', action: 'pseudonymize', storedAs: 'text' },
      { name: 'name', action: 'hide', storedAs: null },
      { name: 'age', action: 'anonymize:numbergroup(10)', storedAs: 'text' },
    ],
    keyfile: ['id', 'id_pseudonym', 'name'],
    uuid: null,
    ignored: [],
  })
})

test.each([
  ['no definition', '<Other/>', 'a\n1\n', 'definition-invalid'],
  ['another header', definition('Name="a" Type="text"'), 'b\n1\n', 'header-mismatch'],
  ['a value of another type', definition('Name="a" Type="integer"'), 'a\nold\n', 'csv-invalid'],
])('%s is refused as it would be in an upload', async (_what, xml, csv, code) => {
  expect(await check({ csv, definition: xml })).toMatchObject({ outcome: 'refused', refusal: { code } })
})

test('an external import without a uuid is refused', async () => {
  const files = { csv: 'a\n1\n', definition: definition('Name="a" Type="text"') }
  expect(await check(files, { kind: 'external' })).toMatchObject({
    refusal: { code: 'external-uuid-missing' },
  })
})

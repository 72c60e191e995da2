import { columnTypes } from '../../src/domain/deidentification/column-type'
import { type RunningService, runService } from '../support/running-service'
import { type TokenWorld, tokenWorld } from '../support/token-world'
import { upload } from '../support/upload'
import { orders } from '../support/upload-form'

/** The rules and codes of a table that only some columns can break, through the whole service. */

/** A million, where the service runs by itself. */
const mostPairs = 1_000

let running: RunningService
let world: TokenWorld
beforeAll(async () => {
  const limits = { maxColumns: 10, maxRecordBytes: 10_000, maxDistinctValues: mostPairs }
  running = await runService({ replaced: { limits } })
  world = await tokenWorld(running)
})
afterAll(() => running.end())

const send = async (csv: string, columns: string, order: (typeof orders)[number] = 'manual') => {
  const definition = `<DatasetDefinition><Columns>${columns}</Columns></DatasetDefinition>`
  return upload({ url: running.url, token: await world.issue(), csv, definition, order })
}

/** Every type but `text`, which takes every value. */
const wrongValues: Readonly<Record<string, string>> = {
  smallint: '32769',
  integer: '2147483649',
  bigint: '9223372036854775809',
  numeric: '1,5',
  real: 'one',
  'double precision': '1e',
  boolean: 'maybe',
  date: '2014-02-30',
  timestamp: '2014-05-31 25:00:00',
  'timestamp with time zone': '2014-05-31 08:00:00+99',
  time: '24:61',
  uuid: '6f1c2a34-9a1e-4c0b-8d5e',
}

test('there is a wrong value of every type', () =>
  expect(['text', ...Object.keys(wrongValues)].sort()).toEqual([...columnTypes].sort()))

test.each(Object.entries(wrongValues))('csv-invalid, type-<type>: %s', async (type, value) => {
  const { status, body } = await send(
    `id,v\na,\nb,"${value}"\n`,
    `<Column Name="id" Type="text"/><Column Name="v" Type="${type}"/>`,
  )
  const rule = `type-${type.replaceAll(' ', '-')}`
  expect([status, body]).toMatchObject([
    422,
    {
      code: 'csv-invalid',
      retry: 'same-token',
      errors: [{ line: 3, record: 2, column: 'v', rule, hint: expect.stringMatching(/^Write .*\.$/) }],
      totals: [{ column: 'v', rule, count: 1 }],
      truncated: false,
    },
  ])
  // Of the request's id, any two characters may be those of a value.
  expect(JSON.stringify({ ...body, request_id: null })).not.toContain(value)
})

const supplied =
  '<Column Name="id" Type="text" Deidentify="pseudonymize"/><Column Name="alias" Type="text" Deidentify="pseudonym"/>'

test.each(orders)('csv-invalid, pseudonym-conflict: two pseudonyms of one original, %s', async (order) => {
  const { status, body } = await send('id,alias\nann,p1\nbob,p2\nann,p3\n', supplied, order)
  expect([status, body]).toMatchObject([
    422,
    {
      code: 'csv-invalid',
      errors: [{ line: 4, record: 3, column: 'alias', rule: 'pseudonym-conflict' }],
      totals: [{ column: 'alias', rule: 'pseudonym-conflict', count: 1 }],
    },
  ])
  expect(JSON.stringify(body)).not.toMatch(/ann|p3/)
})

test.each(orders)(
  '422 too-many-distinct-values: more supplied pseudonyms than are kept in mind, %s',
  async (order) => {
    const tableOf = (pairs: number) =>
      `id,alias\n${Array.from({ length: pairs }, (_, row) => `a${row},b${row}\n`).join('')}`
    const { status, body } = await send(tableOf(mostPairs + 1), supplied, order)
    expect([status, body]).toMatchObject([
      422,
      { code: 'too-many-distinct-values', retry: 'same-token', detail: expect.stringMatching(/ 1000 /) },
    ])
    expect((await send(tableOf(mostPairs), supplied, order)).status).toBe(200)
  },
)

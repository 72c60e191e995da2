import fc from 'fast-check'
import { csvRecord } from '../../../src/infrastructure/csv/csv-text'
import { storedRows } from '../../../src/infrastructure/csv/stored-rows'

async function rowsOf(chunks: readonly Uint8Array[]): Promise<readonly (readonly (string | null)[])[]> {
  const source = async function* () {
    yield* chunks
  }
  const rows: (readonly (string | null)[])[] = []
  for await (const batch of storedRows(source())) rows.push(...batch)
  return rows
}

/** Tables hold no NUL; a lone half of a character is no text. */
const value = fc.option(fc.string({ unit: fc.constantFrom('a', 'ü', '😀', '"', ',', '\n', '\r', '7', ' ') }))
const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1 }))

test('whatever is stored is read again, wherever its bytes are cut', () =>
  fc.assert(
    fc.asyncProperty(tables, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
      const bytes = Buffer.from(rows.map(csvRecord).join(''))
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      )
      expect(await rowsOf(chunks)).toEqual(rows)
    }),
  ))

test('a table larger than a piece comes in batches', async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => [String(n), null, ''])
  expect(await rowsOf([Buffer.from(rows.map(csvRecord).join(''))])).toEqual(rows)
})

test('what the service can not have written is a fault that tells no value', () =>
  expect(rowsOf([Buffer.from('id\nsecret"\n')])).rejects.toThrow(
    /^a stored table can't be read: quote in line 2$/,
  ))

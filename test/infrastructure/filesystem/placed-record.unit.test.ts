import { randomUUID } from 'node:crypto'
import { decodeRecord, encodeRecord } from '../../../src/infrastructure/filesystem/placed-record'
import { ephemeralRecord, keptRecord } from '../../contract/dataset-store'

const kept = keptRecord(randomUUID())

test.each([kept, ephemeralRecord(randomUUID())])('what was written is read again ($kind)', (record) =>
  expect(decodeRecord(encodeRecord(record))).toEqual(record),
)

test('a record of the first version knows nothing of pseudonyms', () => {
  const { pseudonyms: _later, ...first } = JSON.parse(encodeRecord(kept))
  expect(decodeRecord(JSON.stringify({ ...first, version: 1 }))).toEqual({ ...kept, pseudonyms: null })
})

test.each([
  ['cut off', encodeRecord(kept).slice(0, -3)],
  ['of a version to come', encodeRecord(kept).replace('"version":2', '"version":3')],
  ['without its pseudonyms', encodeRecord(kept).replace('"pseudonyms"', '"others"')],
])('a record that is %s is none', (_what, text) => expect(decodeRecord(text)).toBeNull())

import fc from 'fast-check'
import {
  type DatasetAccessCommand,
  type DatasetAccessEvent,
  datasetAccess,
} from '../../src/domain/dataset-access'
import { given, historyOf } from '../support/given'

const monday = '2024-12-30'
const tuesday = '2024-12-31'

const read = (userId: string, day: string): DatasetAccessCommand => ({
  type: 'RecordRead',
  datasetId: 'import-1',
  userId,
  day,
})
const wasRead = (userId: string, day: string): DatasetAccessEvent => ({
  type: 'DatasetRead',
  datasetId: 'import-1',
  userId,
  day,
})
const fetched = { datasetId: 'import-1', client: 'research-desk', case: 'case-17' }
const fetchKeyfile: DatasetAccessCommand = { type: 'RecordKeyfileFetch', ...fetched }
const keyfileFetched: DatasetAccessEvent = { type: 'KeyfileFetched', ...fetched }

describe('reading a dataset', () => {
  test('is recorded', () =>
    given(datasetAccess).when(read('ann', monday)).thenAccepted(wasRead('ann', monday)))

  test('is recorded once a day', () =>
    given(datasetAccess, wasRead('ann', monday)).when(read('ann', monday)).thenAccepted())

  test('is recorded again on the next day', () =>
    given(datasetAccess, wasRead('ann', monday))
      .when(read('ann', tuesday))
      .thenAccepted(wasRead('ann', tuesday)))

  test('is recorded for each user', () =>
    given(datasetAccess, wasRead('ann', monday))
      .when(read('bea', monday))
      .thenAccepted(wasRead('bea', monday)))

  test('is told apart from the readings of others in between', () =>
    given(datasetAccess, wasRead('ann', monday), wasRead('bea', monday))
      .when(read('ann', monday))
      .thenAccepted())

  test('is not taken for recorded because a keyfile was fetched', () =>
    given(datasetAccess, keyfileFetched).when(read('ann', monday)).thenAccepted(wasRead('ann', monday)))
})

test('fetching a keyfile is recorded every time', () => {
  given(datasetAccess).when(fetchKeyfile).thenAccepted(keyfileFetched)
  given(datasetAccess, keyfileFetched).when(fetchKeyfile).thenAccepted(keyfileFetched)
})

test('whoever reads, as the days go by, each reader of a day stands in the history once', () => {
  const reading = fc.record({
    userId: fc.constantFrom('ann', 'bea', 'cem'),
    day: fc.constantFrom(monday, tuesday, '2025-01-01'),
  })
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 30 }), (readings) => {
      const inTime = readings.toSorted((a, b) => a.day.localeCompare(b.day))
      const history = historyOf(
        datasetAccess,
        inTime.map(({ userId, day }) => read(userId, day)),
      )
      const recorded = history.map((event) =>
        event.type === 'DatasetRead' ? `${event.userId} ${event.day}` : '',
      )
      expect(recorded).toEqual([...new Set(inTime.map(({ userId, day }) => `${userId} ${day}`))])
    }),
  )
})

import {
  refusalsRecordedAToken,
  type UploadRefusalCommand,
  type UploadRefusalEvent,
  uploadRefusals,
} from '../../src/domain/upload-refusals'
import { given, historyOf } from '../support/given'

const facts = {
  tokenId: 'token-1',
  reason: 'csv-invalid',
  ruleCounts: [{ rule: 'type-integer', count: 3 }],
  at: 1_000,
}
const record: UploadRefusalCommand = { type: 'RecordRefusal', ...facts }
const refused: UploadRefusalEvent = { type: 'UploadRefused', ...facts }
const times = (count: number) => Array.from({ length: count }, () => refused)

describe('recording a refused upload', () => {
  test('tells the code, the broken rules and the time', () =>
    given(uploadRefusals).when(record).thenAccepted(refused))

  test('is made for each upload, also for the same reason', () =>
    given(uploadRefusals, refused).when(record).thenAccepted(refused))

  test('is made for the hundredth', () =>
    given(uploadRefusals, ...times(99))
      .when(record)
      .thenAccepted(refused))

  test('is no longer made after that, and that is no error', () =>
    given(uploadRefusals, ...times(100))
      .when(record)
      .thenAccepted())
})

test('however often a client is refused, its token has no more than a hundred events', () => {
  expect(refusalsRecordedAToken).toBe(100)
  expect(
    historyOf(
      uploadRefusals,
      Array.from({ length: 250 }, () => record),
    ),
  ).toHaveLength(100)
})

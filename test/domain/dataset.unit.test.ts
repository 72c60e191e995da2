import fc from 'fast-check'
import {
  type DatasetCommand,
  type DatasetEvent,
  dataset,
  type FailureClass,
  type ImportedFacts,
} from '../../src/domain/dataset'
import { replay } from '../../src/domain/decider'
import { given, historyOf } from '../support/given'

const facts: ImportedFacts = {
  datasetId: 'import-1',
  tokenId: 'token-1',
  projectId: 7,
  userId: 'user-1',
  kind: 'external',
  uuid: '0b2f8f5e-4f0c-4c39-9d0a-5d6f2f6f8a11',
  definitionSha256: 'ab'.repeat(32),
  policyVersion: null,
  derivationVersion: 'v1',
  columns: [{ name: 'age', type: 'integer', action: 'anonymize:numbergroup(10)' }],
  rows: 303,
  bytes: 11_328,
  sha256: 'cd'.repeat(32),
  ignored: ['Success'],
}
const recordImport: DatasetCommand = { type: 'RecordImport', facts }
const imported: DatasetEvent = { type: 'DatasetImported', ...facts }

const recordFailure = (outcomeClass: FailureClass): DatasetCommand => ({
  type: 'RecordFailure',
  datasetId: 'import-1',
  tokenId: 'token-1',
  outcomeClass,
})
const failed = (outcomeClass: FailureClass): DatasetEvent => ({
  type: 'DatasetImportFailed',
  datasetId: 'import-1',
  tokenId: 'token-1',
  outcomeClass,
})
const failures = ['rights-withdrawn', 'interrupted', 'abandoned'] as const

describe('the outcome of an import that is kept', () => {
  test('is recorded with all that is known of the dataset', () =>
    given(dataset).when(recordImport).thenAccepted(imported))

  test.each(failures)('is recorded with the class of its failure (%s)', (outcomeClass) =>
    given(dataset).when(recordFailure(outcomeClass)).thenAccepted(failed(outcomeClass)),
  )

  test('stands as success when a recoverer comes late', () =>
    given(dataset, imported)
      .when(recordFailure('interrupted'))
      .thenRefused({ code: 'import-already-settled' }))

  test.each(failures)('stands as failure when the finisher comes late (%s)', (outcomeClass) =>
    given(dataset, failed(outcomeClass)).when(recordImport).thenRefused({ code: 'import-already-settled' }),
  )

  test('is not recorded twice', () => {
    given(dataset, imported).when(recordImport).thenRefused({ code: 'import-already-settled' })
    given(dataset, failed('abandoned'))
      .when(recordFailure('abandoned'))
      .thenRefused({ code: 'import-already-settled' })
  })
})

describe('withdrawing a dataset', () => {
  const withdraw: DatasetCommand = { type: 'WithdrawDataset', reasonClass: 'management' }
  const withdrawn: DatasetEvent = {
    type: 'DatasetWithdrawn',
    datasetId: 'import-1',
    reasonClass: 'management',
  }

  test('is recorded with the class of its reason', () =>
    given(dataset, imported).when(withdraw).thenAccepted(withdrawn))

  test('is answered, not recorded, a second time', () =>
    given(dataset, imported, withdrawn).when(withdraw).thenAccepted())

  test('needs a dataset', () => {
    given(dataset).when(withdraw).thenRefused({ code: 'unknown-dataset' })
    given(dataset, failed('abandoned')).when(withdraw).thenRefused({ code: 'unknown-dataset' })
  })

  test('leaves the outcome of the import as it was, whoever comes late', () => {
    expect(replay(dataset, [imported, withdrawn])).toStrictEqual({ status: 'withdrawn', facts })
    for (const late of [recordImport, recordFailure('interrupted')]) {
      given(dataset, imported, withdrawn).when(late).thenRefused({ code: 'import-already-settled' })
    }
  })

  test('a history that does not begin with the import tells of no dataset', () =>
    expect(replay(dataset, [withdrawn])).toStrictEqual({ status: 'none' }))
})

test('whoever records outcomes, in whatever order, the first one is the only one', () => {
  const command = fc.constantFrom(recordImport, ...failures.map(recordFailure))
  fc.assert(
    fc.property(command, fc.array(command), (first, others) => {
      expect(historyOf(dataset, [first, ...others])).toEqual(historyOf(dataset, [first]))
    }),
  )
})

test('an import is what the first event of its stream tells, whatever stands behind it', () => {
  const event = fc.constantFrom(imported, ...failures.map(failed))
  fc.assert(
    fc.property(event, fc.array(event), (first, others) => {
      expect(replay(dataset, [first, ...others])).toStrictEqual(
        first.type === 'DatasetImportFailed'
          ? { status: 'failed', outcomeClass: first.outcomeClass }
          : { status: 'imported', facts },
      )
    }),
  )
})
